select token from session;
