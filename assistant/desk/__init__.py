"""The reply desk: from an enquiry to a sourced letter."""
