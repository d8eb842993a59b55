"""Documents on paper: facts in, PDF/A-3a and PDF/UA-1 out; knows the domain only."""
