"""Each promise of the README, and the tests that keep it.

A promise is quoted as the README has it, white space aside; a test is named by its file below
`tests` and its function. Every paragraph, table and list of the README holds at least one.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text()
PROSE = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)

PROMISES = {
    # What it is
    "Mathematics is typeset": "typeset/test_formulas::test_a_formula_comes_out_as_drawn",
    "a scheduler (SM-2, Leitner or FSRS) decides what is due": (
        "cli/test_schedulers::test_schedulers_stand_side_by_side_in_any_window"
    ),
    "every grade is on disk before the next card shows": (
        "terminal/test_quiz::test_a_kill_between_a_grade_and_the_next_key_loses_nothing"
    ),
    "about 300 questions on deep convolutional networks": (
        "deck/test_deck_file::test_the_shipped_deck_has_no_fault"
    ),
    # The daily habit
    "A card shows its question": (
        "terminal/test_quiz::test_a_card_is_asked_revealed_graded_and_kept"
    ),
    "A list of three items or more comes item by item": (
        "study/test_limits::test_three_items_make_a_list"
    ),
    "what you knew of it proposes a grade": (
        "study/test_limits::test_the_grade_proposed_for_a_share_of_items"
    ),
    "all that was graded counts, and the rest is there the next time": (
        "terminal/test_quiz::test_what_was_graded_is_not_asked_again_today_and_the_rest_goes_on"
    ),
    "A day begins at four in the morning": "schedule/test_day::test_the_day_begins_at_four",
    "`--new 10` makes it less, `--new 0` reviews only": (
        "cli/test_quiz_options::test_a_day_has_so_many_new_cards_at_the_most"
    ),
    "`--reviews 50` puts a limit on those too": (
        "cli/test_quiz_options::test_a_day_has_so_many_reviews_at_the_most"
    ),
    "`--minutes 20` ends the session after the card at that time": (
        "terminal/test_quiz::test_the_session_ends_after_the_card_at_which_its_time_is_over"
    ),
    "`--failed-today`": "terminal/test_quiz::test_what_was_failed_today_can_be_asked_again",
    "`--flagged` and `--leeches` (forgotten eight times)": (
        "terminal/test_quiz::test_a_card_forgotten_eight_times_is_flagged_as_a_leech"
    ),
    "no two of one topic in a row if that can be had": (
        "study/test_order::test_no_two_of_a_topic_in_a_row_where_that_can_be_had"
    ),
    "`--in-order` keeps the deck's order": (
        "study/test_queue::test_in_order_due_cards_and_new_ones_keep_the_decks_order"
    ),
    "no grade is recorded, unless you add `--record`": (
        "cli/test_quiz_options::"
        "test_all_cards_are_gone_through_and_nothing_is_recorded_unless_it_is_asked_for"
    ),
    "`exam --score 87` keeps how it went": "cli/test_exam::test_before_on_and_after_the_day",
    "`undo` takes back what was set": (
        "cli/test_exam::test_an_exam_is_set_shown_changed_taken_back_and_forgotten"
    ),
    "With `--type` you type the answer": (
        "terminal/test_quiz::test_typed_answers_are_compared_and_a_grade_is_proposed"
    ),
    "formulas (`sigma(x)*(1-sigma(x))` or LaTeX)": (
        "judging/test_properties::test_a_formula_equals_itself_rewritten"
    ),
    "names and lists are judged": "judging/test_pairs::test_words",
    "prose stands beside the card's": (
        "terminal/test_quiz::test_prose_stands_beside_the_cards_answer_where_there_is_room"
    ),
    "key terms ticked": "judging/test_notation::test_what_is_said_of_words",
    "Nothing that is typed is run": "judging/test_hostile::test_hostile_input",
    "right and none wrong": (
        "judging/test_answers::test_right_is_not_called_wrong_and_wrong_not_right"
    ),
    "turned into the opposite": (
        "judging/test_answers::test_an_answer_turned_into_its_opposite_is_not_right"
    ),
    # Keys
    "| space, enter | shows the answer": (
        "terminal/test_every_key::test_every_key_does_what_the_tables_say"
    ),
    "`dcnn-cards help keys` has all of them": "cli/test_help::test_keys",
    "you may choose your own": "cli/test_config::test_keys_can_be_others",
    # Choosing cards
    "take the same filters": "cli/test_commands::test_list_takes_filters",
    "A filter that matches nothing names what is nearest to it": (
        "cli/test_commands::test_a_filter_that_matches_nothing_says_what_is_near"
    ),
    "Every option can be set in the environment": (
        "cli/test_commands::test_options_come_from_the_environment_too"
    ),
    "`DCNN_CARDS_DECK`, `DCNN_CARDS_SCHEDULER` and `DCNN_CARDS_RETENTION` hold for all": (
        "cli/test_schedulers::test_fitted_parameters_and_the_retention_reach_every_command"
    ),
    "`dcnn-cards help` lists what there is to look up": (
        "cli/test_help::test_without_a_topic_it_lists_them"
    ),
    "Exit status: 0 done, 1 could not": (
        "cli/test_commands::test_check_lists_faults_with_their_lines_and_exits_with_1"
    ),
    "2 wrong usage": "cli/test_commands::test_wrong_usage_exits_with_2",
    # Your own document
    "The importer reads documents without markup": "deck/test_importing::test_a_document_becomes",
    "It reads Markdown too": "deck/test_importing::test_documents_of_another_make_become",
    "Each line of the document is on a card, is a heading, or is listed in the report": (
        "deck/test_importing::test_any_lines_are_accounted_for"
    ),
    "nothing else of the wording changes": (
        "deck/test_importing::test_no_word_of_the_document_is_changed"
    ),
    "A question whose answer was lost is kept, but not asked": (
        "deck/test_figures::test_every_card_of_the_deck_is_asked_but_the_one_that_breaks_off"
    ),
    "ids stay, and so does all that you wrote by hand": (
        "deck/test_merging::test_lines_that_moved_are_found_again_with_all_that_was_written_by_hand"
    ),
    "A card that changed on both sides keeps your words and is reported": (
        "deck/test_merging::test_a_card_edited_on_both_sides_keeps_the_decks_words_and_is_told_once"
    ),
    # The deck file
    "comments and order are kept": (
        "deck/test_deck_file::test_a_change_leaves_every_other_line_as_it_was"
    ),
    "`dcnn-cards help deck` has all keys": "cli/test_help::test_the_deck",
    "An `id` is a card's identity": "deck/test_merging::test_a_reworded_question_keeps_its_id",
    "A card without anything to show as its answer is not asked": (
        "study/test_queue::test_cards_that_are_suspended_or_have_no_answer_are_not_asked"
    ),
    "or its own `context`": (
        "terminal/test_corrected::"
        "test_a_chain_is_shortened_to_its_last_two_and_a_context_stands_for_it"
    ),
    "what is `corrected` is asked, shown, judged and exported": (
        "app/test_drill::test_what_is_typed_is_judged_by_what_is_learned"
    ),
    "the document's words come after it, with what differs marked": (
        "terminal/test_corrected::test_a_corrected_card_in_a_session"
    ),
    "The program's own deck is never edited": (
        "cli/test_own_deck::test_an_edit_makes_a_copy_which_is_studied_from_then_on"
    ),
    "it takes over what a later release changed": (
        "cli/test_own_deck::test_a_new_edition_is_told_and_can_be_taken_over"
    ),
    "What a card `follows` is shown dimmed above its question": (
        "terminal/test_quiz::test_a_follow_up_shows_what_it_follows"
    ),
    "it is introduced after that card": (
        "study/test_queue::test_a_follow_up_is_introduced_after_the_card_it_follows"
    ),
    # Scheduling
    "`--scheduler sm2` (the default) is SM-2 as P. A. Woźniak published it in 1990": (
        "schedule/test_sm2::test_each_repetition_on_its_day_follows_the_publication"
    ),
    "is a box of five compartments with 1, 2, 4, 8 and 16 days": (
        "schedule/test_leitner::test_each_review_on_its_day_moves_the_card_as_the_rules_say"
    ),
    "`--scheduler fsrs` is FSRS-6": (
        "schedule/test_fsrs::test_it_computes_what_the_reference_in_python_does"
    ),
    "you can change the scheduler at any time, and back, and nothing is lost": (
        "store/test_store::"
        "test_switching_schedulers_derives_again_and_switching_back_gives_the_very_same"
    ),
    "Again brings a card back in the same session, and with SM-2 Hard does too": (
        "study/test_session::test_a_failed_card_comes_back_until_it_is_known"
    ),
    "Again goes back to the first compartment, Hard stays, Good goes one up, and Easy two": (
        "schedule/test_leitner::test_any_history_ends_in_the_box_that_the_definition_says"
    ),
    "retention you want: 0.9 unless you choose another, from 0.7 to 0.97": (
        "cli/test_limits::test_a_retention_is_one_from_seven_tenths_to_97_hundredths"
    ),
    "More retention is more reviews": (
        "study/test_simulation::test_more_retention_costs_more_reviews"
    ),
    "in SM-2 and Leitner it is drill and moves no date": (
        "schedule/test_schedulers::test_a_day_that_is_not_after_the_last_one_changes_no_interval"
    ),
    "once there are 400 reviews of cards that you had seen on an earlier day": (
        "progress/test_fitting::"
        "test_too_few_reviews_are_refused_with_how_many_there_are_and_are_needed"
    ),
    "keeps parameters only if that is better. `optimize --default` goes back": (
        "cli/test_schedulers::test_optimize_shows_before_and_after_and_keeps_what_is_better"
    ),
    "everything else works, and choosing FSRS says what is missing": (
        "cli/test_schedulers::test_without_the_library_all_but_fsrs_works"
    ),
    # Which scheduler suits you
    "`dcnn-cards evaluate` shows how well each scheduler would have predicted what you recalled": (
        "cli/test_evaluate_and_simulate::test_evaluate_ranks_the_schedulers_and_says_how"
    ),
    "each review from what was before it": (
        "progress/test_evaluation::test_what_is_learned_is_learned_from_the_past_only"
    ),
    "`dcnn-cards simulate` lets a made-up learner study every day": (
        "study/test_simulation::test_the_log_is_one_that_sessions_could_have_made"
    ),
    "halves the chance of recall with every half-life": (
        "study/test_simulation::test_recall_halves_with_every_half_life"
    ),
    "The same `--seed` is the same learner and the same luck": (
        "study/test_simulation::test_the_same_seed_gives_the_same_log_and_another_seed_another"
    ),
    "`--write` keeps the log as a store of its own, in a new file": (
        "cli/test_evaluate_and_simulate::test_a_simulated_log_goes_into_a_new_file_only"
    ),
    "`simulate --exam 30 --minutes 6` compares orders of cards before an exam": (
        "cli/test_evaluate_and_simulate::test_simulate_compares_the_orders_of_cards_for_an_exam"
    ),
    "| due, then new | new, then weakest | most worth by second |": (
        "study/exam/test_comparison::test_the_most_worth_leads_where_memory_is_as_believed_and_near"
    ),
    # Progress
    "A file is written whole or not at all": (
        "faults/test_full_disk::test_an_export_that_does_not_fit_leaves_nothing"
    ),
    "text that a spreadsheet would take for a formula gets an apostrophe in front": (
        "progress/test_formats::"
        "test_text_that_a_spreadsheet_would_run_is_marked_as_text_in_csv_only"
    ),
    "Every field and what it means: `dcnn-cards help formats`": (
        "cli/test_help::test_every_field_of_a_document_is_explained_and_no_other"
    ),
    # Settings
    "`dcnn-cards config` shows every setting, its default, where its value comes from": (
        "cli/test_config::test_each_value_tells_where_it_comes_from"
    ),
    "what you give on the command line or in the environment comes before it": (
        "cli/test_config::test_the_file_sets_defaults_that_options_override"
    ),
    "`dcnn-cards help settings` has all names": "cli/test_help::test_settings",
    "The theme `auto` is dark or light where the terminal says it": (
        "terminal/test_theme::test_the_ground_is_what_the_terminal_says"
    ),
    "Only the 16 colours that your terminal defines are used": (
        "terminal/test_theme::test_the_colours_are_those_of_the_terminal"
    ),
    # For everyone
    "`--plain` holds a session line by line": (
        "terminal/test_plain::test_a_session_on_a_dumb_terminal_writes_lines_and_nothing_else"
    ),
    "`--ascii` shows nothing outside ASCII": (
        "terminal/test_plain::test_in_ascii_there_is_nothing_else"
    ),
    "`NO_COLOR` and `--theme mono` show no colours": (
        "terminal/test_theme::test_without_colour_there_is_none"
    ),
    "completes commands, options, weeks, sections, topics, tags and ids": (
        "cli/test_completion::test_the_shell_completes"
    ),
    # Where your data is
    "or in the folder that `DCNN_CARDS_HOME` names": (
        "store/test_opening::test_the_place_follows_the_environment"
    ),
    "the log of all that you did, which is only ever added to": (
        "store/test_store::test_the_log_is_append_only_for_other_programs_too"
    ),
    "Before the first grade of a day it is copied": (
        "store/test_backup::test_the_first_review_of_a_day_is_preceded_by_a_backup"
    ),
    "the last seven copies are kept": "store/test_limits::test_the_copies_of_seven_days_are_kept",
    "`dcnn-cards doctor` checks it, lists the backups": (
        "cli/test_doctor::test_a_sound_store_with_its_backups"
    ),
    "A restore loses nothing": "cli/test_doctor::test_restoring_over_a_sound_store_loses_nothing",
    "newer reviews that can still be read are taken over": (
        "store/test_restore::test_of_a_damaged_store_is_taken_over_what_can_be_read"
    ),
    "A day begins at 04:00 on the clock of the system, wherever you travel": (
        "terminal/test_clock::test_a_time_zone_that_changes_counts_from_the_next_review_on"
    ),
    "If that clock is set while you study": "terminal/test_clock::test_a_clock_set_forward_is_told",
    "or is behind your last review, the session says so": (
        "terminal/test_clock::test_a_clock_behind_the_last_review_is_told_at_the_start"
    ),
    "starts as fast as one over 300": (
        "terminal/test_quick_start::test_a_deck_that_was_read_before_needs_no_yaml"
    ),
    "What is there may be deleted at any time": (
        "cli/test_quiz_options::test_what_is_kept_of_a_deck_may_be_deleted_at_any_time"
    ),
    # Typesetting anything else
    "From Python, as text or as a rich renderable": "test_readme::test_its_python_runs",
    "A formula that cannot be read is shown as it was written, between ‹ and ›": (
        "typeset/test_limits::test_what_is_larger_than_its_bound_is_shown_as_its_source"
    ),
    "typeset without dollars too (`D_T`, `e^x`); names, code and addresses are not": (
        "typeset/test_markdown::test_a_text_comes_out_as_shown"
    ),
    # For developers
    "Both are what CI runs": "test_promises::test_ci_runs_what_the_readme_says",
}

OF_NO_TEST = ("With nothing but Python", "To have `dcnn-cards` on your PATH", "MIT licence.")
"""How the paragraphs begin that promise nothing of the program, or what only an install shows."""


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("promise", PROMISES)
def test_it_is_in_the_readme(promise: str) -> None:
    assert promise in plain(README)


@pytest.mark.parametrize("test", sorted(set(PROMISES.values())))
def test_its_test_is_there(test: str) -> None:
    module, _, name = test.partition("::")
    assert hasattr(import_module(f"tests.{module.replace('/', '.')}"), name)


def test_every_paragraph_holds_a_promise_that_a_test_keeps() -> None:
    paragraphs = [plain(each) for each in re.split(r"\n\s*\n", PROSE)]
    left = [
        paragraph
        for paragraph in paragraphs
        if paragraph
        and not paragraph.startswith(("#", "<!--", *OF_NO_TEST))
        and not any(promise in paragraph for promise in PROMISES)
    ]
    assert left == []


def test_ci_runs_what_the_readme_says() -> None:
    run = (Path(__file__).parents[1] / ".ci" / "run").read_text()
    assert {"./scripts/check", "./scripts/test"} <= set(run.split())
