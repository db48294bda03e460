"""The exam: what a review is worth for the day that counts, and what score to expect on it.

On the exam day every examined card is asked once, and the score is the share of their weights that
is recalled. Study days run up to the day before it; on the day itself nothing is learned.

`standing` says where each card stands, folded from the log by FSRS whichever scheduler is in force.
`beliefs` says what is believed of the learner: how cards are graded, and how long that takes.
`doubt` says how far off FSRS may be for this learner, as the log shows it.
`worth` tells what a review now adds to the expected score, and what each grade would mean.
`turns` puts what is worth asking into an order that a person can bear.
`course` studies a plan day by day, under any of the `policies`; `comparison` holds these against
each other, and `forecast` says by it what score to expect.

All of it is pure: no clock, no store, and for the same seed the same answer.
"""
