import Store

extension Archive {
    /// The tables of an archive. Times are milliseconds since 1970; ids are integers where the source's id is a decimal
    /// number, else text; a `key` is our own number for a row.
    static let schema: [Migration] = [
        Migration(
            "messages and where they come from",
            [
                """
                CREATE TABLE guild (
                    key INTEGER PRIMARY KEY, source INTEGER NOT NULL, id NOT NULL, name TEXT NOT NULL,
                    seen INTEGER NOT NULL, UNIQUE (source, id))
                """,
                """
                CREATE TABLE channel (
                    key INTEGER PRIMARY KEY, source INTEGER NOT NULL, id NOT NULL, guild INTEGER NOT NULL,
                    type TEXT NOT NULL, name TEXT NOT NULL, parent, parentName TEXT, topic TEXT,
                    seen INTEGER NOT NULL, UNIQUE (source, id))
                """,
                """
                CREATE TABLE author (
                    key INTEGER PRIMARY KEY, source INTEGER NOT NULL, id NOT NULL, name TEXT NOT NULL,
                    isBot INTEGER NOT NULL, seen INTEGER NOT NULL, UNIQUE (source, id))
                """,
                // What an author is called in one guild. `roles` is a JSON array of names.
                """
                CREATE TABLE member (
                    guild INTEGER NOT NULL, author INTEGER NOT NULL, nickname TEXT, roles TEXT,
                    seen INTEGER NOT NULL, PRIMARY KEY (guild, author)) WITHOUT ROWID
                """,
                // What the commands go by when nobody tells them otherwise.
                "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
                // What the digests of messages are salted with, one row (`MessageDigester`).
                "CREATE TABLE digest (salt BLOB NOT NULL)",
                // A document that was read whole. first and last are its smallest and largest message id.
                """
                CREATE TABLE export (
                    key INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, channel INTEGER NOT NULL,
                    exportedAt INTEGER NOT NULL, after INTEGER, before INTEGER, first, last,
                    infersDeletions INTEGER NOT NULL, isTrusted INTEGER NOT NULL)
                """,
                "CREATE INDEX export_channel ON export (channel)",
                // What stands on the disk, so that an unchanged file is not opened.
                """
                CREATE TABLE file (
                    path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL,
                    inode INTEGER NOT NULL) WITHOUT ROWID
                """,
                // deletedBy is the export whose silence says that the message was deleted.
                """
                CREATE TABLE message (
                    key INTEGER PRIMARY KEY, channel INTEGER NOT NULL, id NOT NULL, author INTEGER NOT NULL,
                    time INTEGER NOT NULL, edited INTEGER, type INTEGER NOT NULL, isPinned INTEGER NOT NULL,
                    reference, deletedBy INTEGER, digest INTEGER NOT NULL, content TEXT NOT NULL, extras TEXT,
                    reactions TEXT)
                """,
                "CREATE UNIQUE INDEX message_id ON message (channel, id)",
                "CREATE INDEX message_time ON message (channel, time)",
                "CREATE INDEX message_deleted ON message (channel) WHERE deletedBy IS NOT NULL",
                // What each author wrote, for the messages up to key `last` of `listed` (`AuthorList`).
                """
                CREATE TABLE authored (
                    author INTEGER NOT NULL, time INTEGER NOT NULL, message INTEGER NOT NULL,
                    PRIMARY KEY (author, time, message)) WITHOUT ROWID
                """,
                "CREATE TABLE listed (last INTEGER NOT NULL)",
                "INSERT INTO listed VALUES (0)",
                // Texts that a message had before or beside its present one; seen is when the newest export that has it was made.
                """
                CREATE TABLE version (
                    key INTEGER PRIMARY KEY, message INTEGER NOT NULL, edited INTEGER, content TEXT NOT NULL,
                    extras TEXT, seen INTEGER NOT NULL)
                """,
                "CREATE INDEX version_message ON version (message)",
                // The export covers the message's id and does not have it.
                """
                CREATE TABLE absence (
                    export INTEGER NOT NULL, message INTEGER NOT NULL, PRIMARY KEY (export, message)) WITHOUT ROWID
                """,
                "CREATE INDEX absence_message ON absence (message, export)",
                // A run of message keys to which the same happened. Later stages follow it from their mark.
                """
                CREATE TABLE change (
                    number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL)
                """,
                "CREATE TABLE stage (name TEXT PRIMARY KEY, mark INTEGER NOT NULL) WITHOUT ROWID",
                """
                CREATE TABLE problem (
                    path TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, offset INTEGER,
                    detail TEXT NOT NULL, lost INTEGER NOT NULL, PRIMARY KEY (path, number)) WITHOUT ROWID
                """,
            ])
    ]
}
