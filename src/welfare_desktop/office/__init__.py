"""The district side: profile, enrolment, receiving packages, signing receipts."""
