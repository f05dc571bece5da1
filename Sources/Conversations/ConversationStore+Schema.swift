import Store

extension ConversationStore {
    static let part = "conversations"

    /// The tables. Messages, channels and authors are meant by the archive's numbers; a conversation is its first message.
    static let schema: [Migration] = [
        Migration(
            "links, conversations and passages",
            [
                // What a message answers. `channel` is the one in whose stream it is linked: of the message that began a thread,
                // the thread. `digest` is of all that the threader saw, `time` the message's then.
                """
                CREATE TABLE link (
                    message INTEGER PRIMARY KEY, channel INTEGER NOT NULL, time INTEGER NOT NULL,
                    digest INTEGER NOT NULL, parent INTEGER, conversation INTEGER NOT NULL, probability REAL NOT NULL,
                    rival INTEGER, rivalProbability REAL)
                """,
                "CREATE INDEX link_conversation ON link (conversation, parent)",
                // Messages that are linked in a thread although they stand in the channel above it.
                """
                CREATE TABLE adopted (
                    channel INTEGER NOT NULL, message INTEGER NOT NULL, PRIMARY KEY (channel, message)) WITHOUT ROWID
                """,
                // Messages that name a message or thread which there is not: they are linked again when it comes.
                "CREATE TABLE waiting (message INTEGER PRIMARY KEY, target NOT NULL)",
                "CREATE INDEX waiting_target ON waiting (target)",
                // From a place on, and at least to the time `last`, links have to be made again.
                """
                CREATE TABLE relink (
                    isThread INTEGER NOT NULL, channel INTEGER NOT NULL, time INTEGER NOT NULL, id NOT NULL,
                    last INTEGER NOT NULL, PRIMARY KEY (isThread, channel, time, id)) WITHOUT ROWID
                """,
                // Conversations whose description may not be true any more.
                "CREATE TABLE stale (conversation INTEGER PRIMARY KEY)",
                """
                CREATE TABLE conversation (
                    first INTEGER PRIMARY KEY, channel INTEGER NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
                    status TEXT, asker INTEGER, messages INTEGER NOT NULL, people INTEGER NOT NULL,
                    began INTEGER NOT NULL, ended INTEGER NOT NULL)
                """,
                "CREATE INDEX conversation_channel ON conversation (channel, began)",
                "CREATE INDEX conversation_began ON conversation (began)",
                // Messages that say something of a conversation's status.
                """
                CREATE TABLE signal (
                    conversation INTEGER NOT NULL, kind TEXT NOT NULL, message INTEGER NOT NULL,
                    PRIMARY KEY (conversation, kind, message)) WITHOUT ROWID
                """,
                // Where a conversation went whose first message was deleted.
                "CREATE TABLE redirect (conversation INTEGER PRIMARY KEY, heir INTEGER NOT NULL)",
                // What is embedded. The text is cut again from the messages when it is wanted, so there is no second copy of it;
                // `hash` is of the text and all that is indexed with it. A passage that changes gets a new, greater key.
                """
                CREATE TABLE passage (
                    key INTEGER PRIMARY KEY AUTOINCREMENT, conversation INTEGER NOT NULL, ordinal INTEGER NOT NULL,
                    hash BLOB NOT NULL)
                """,
                "CREATE UNIQUE INDEX passage_place ON passage (conversation, ordinal)",
                // Keys of passages that are no more and may stand in an index.
                "CREATE TABLE retired (passage INTEGER PRIMARY KEY)",
                // What links and descriptions were made by, to make them anew when it changes.
                "CREATE TABLE basis (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
            ])
    ]
}
