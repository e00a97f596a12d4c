-- 003_sender: what program sends, so that an old one can be told from a new one.

-- As the sender named itself last: "0.1.0"; NULL: it never did.
ALTER TABLE integration ADD COLUMN sender_version TEXT;
