"""The questionnaire of a Delphi study: one workbook for one expert in one round, written and read back."""
