"""The trade's values: amounts, periods, lines, measures, assessments, findings."""
