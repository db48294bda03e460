"""Light Markdown: paragraphs, lists, headings, code, emphasis and the formulas among them."""
