DROP TABLE account_requests;
DROP TABLE system_events;
