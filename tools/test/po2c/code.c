	request_problem(req, "topic", TR("The topic is too long: "
		"2,000 letters at most."));
	page_trn(page, n, TRN("%1 hour", "%1 hours"));
	return TR(
		"A line of its own.");
	XTR("not this");
