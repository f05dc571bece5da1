"""Loads a folder of DiscordChatExporter files into SQLite as a careful person would in Python: `load.py FOLDER DATABASE`.

The tables, keys, indexes and settings of the connection are those of `quarry ingest` (Sources/Chat/Archive/Archive+Schema.swift;
Benchmarks/run compares them), and so are the fields that extras and reactions keep. One file, one transaction;
the list of what each author wrote is made at the end. What quarry does
besides is left out: no hash of the file, no digest of a message, no comparison with what is known, no deletions, no repair.

Prints one JSON object: files, messages.
"""

import json
import sqlite3
import sys
from datetime import datetime, timezone
from pathlib import Path

SETTINGS = """
PRAGMA page_size = 8192;
PRAGMA journal_mode = WAL;
PRAGMA journal_size_limit = 67108864;
PRAGMA wal_autocheckpoint = 4000;
PRAGMA synchronous = NORMAL;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -32768;
"""

SCHEMA = """
CREATE TABLE guild (
    key INTEGER PRIMARY KEY, source INTEGER NOT NULL, id NOT NULL, name TEXT NOT NULL,
    seen INTEGER NOT NULL, UNIQUE (source, id));
CREATE TABLE channel (
    key INTEGER PRIMARY KEY, source INTEGER NOT NULL, id NOT NULL, guild INTEGER NOT NULL,
    type TEXT NOT NULL, name TEXT NOT NULL, parent, parentName TEXT, topic TEXT,
    seen INTEGER NOT NULL, UNIQUE (source, id));
CREATE TABLE author (
    key INTEGER PRIMARY KEY, source INTEGER NOT NULL, id NOT NULL, name TEXT NOT NULL,
    isBot INTEGER NOT NULL, seen INTEGER NOT NULL, UNIQUE (source, id));
CREATE TABLE member (
    guild INTEGER NOT NULL, author INTEGER NOT NULL, nickname TEXT, roles TEXT,
    seen INTEGER NOT NULL, PRIMARY KEY (guild, author)) WITHOUT ROWID;
CREATE TABLE message (
    key INTEGER PRIMARY KEY, channel INTEGER NOT NULL, id NOT NULL, author INTEGER NOT NULL,
    time INTEGER NOT NULL, edited INTEGER, type INTEGER NOT NULL, isPinned INTEGER NOT NULL,
    reference, deletedBy INTEGER, digest INTEGER NOT NULL, content TEXT NOT NULL, extras TEXT,
    reactions TEXT);
CREATE UNIQUE INDEX message_id ON message (channel, id);
CREATE INDEX message_time ON message (channel, time);
CREATE INDEX message_deleted ON message (channel) WHERE deletedBy IS NOT NULL;
CREATE TABLE authored (
    author INTEGER NOT NULL, time INTEGER NOT NULL, message INTEGER NOT NULL,
    PRIMARY KEY (author, time, message)) WITHOUT ROWID;
"""

TYPES = {
    "Default": 0, "Reply": 19, "RecipientAdd": 1, "RecipientRemove": 2, "Call": 3, "ChannelNameChange": 4,
    "ChannelIconChange": 5, "ChannelPinnedMessage": 6, "GuildMemberJoin": 7, "ThreadCreated": 18}
DISCORD = 1


def milliseconds(text):
    return int(datetime.fromisoformat(text).timestamp() * 1000 + 0.5) if text else None


def utc(text):
    """The time as the archive writes it: in UTC, with milliseconds where there are any."""
    if not text:
        return None
    time = datetime.fromisoformat(text).astimezone(timezone.utc).isoformat(timespec="milliseconds")
    return time.removesuffix("+00:00").removesuffix(".000") + "Z"


def number(text):
    return int(text) if text else None


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None


def present(**fields):
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value}


def attachment(value):
    return present(url=value["url"].partition("?")[0], name=value["fileName"], size=value["fileSizeBytes"])


def embed(value):
    return present(
        title=value.get("title"), url=value.get("url"), description=value.get("description"),
        author=(value.get("author") or {}).get("name"), footer=(value.get("footer") or {}).get("text"),
        fields=[present(name=field["name"], value=field["value"]) for field in value.get("fields", [])])


def attached(value):
    """Attachments and embeds, of a message or of what it forwards."""
    return {
        "attachments": [attachment(each) for each in value["attachments"]] if value.get("attachments") else None,
        "embeds": [embed(each) for each in value["embeds"]] if value.get("embeds") else None}


def extras(message, reference, channel):
    forwarded = message.get("forwardedMessage")
    interaction = message.get("interaction")
    mentions = message.get("mentions")
    elsewhere = reference.get("channelId")
    return compact(present(
        **attached(message),
        stickers=[each["name"] for each in message.get("stickers", [])],
        mentions=[{"id": each["id"], "name": each["nickname"] or each["name"]} for each in mentions] if mentions else None,
        referenceChannel=elsewhere if elsewhere != channel else None,
        isForward=reference.get("type") == "Forward",
        forwarded=forwarded and present(
            time=utc(forwarded.get("timestamp")), content=forwarded.get("content"), **attached(forwarded)),
        interaction=interaction and present(name=interaction["name"], user=interaction["user"]["id"])))


def reactions(message):
    return compact([
        present(emoji=each["emoji"]["name"], count=each["count"], users=[user["id"] for user in each.get("users", [])])
        for each in message.get("reactions", [])])


def row(message, channel, channel_id, author_keys):
    reference = message.get("reference") or {}
    kind = message["type"]
    return (
        channel, int(message["id"]), author_keys[message["author"]["id"]], milliseconds(message["timestamp"]),
        milliseconds(message["timestampEdited"]), TYPES[kind] if kind in TYPES else int(kind), message["isPinned"],
        number(reference.get("messageId")), message["content"], extras(message, reference, channel_id), reactions(message))


class Loader:
    def __init__(self, path):
        self.database = sqlite3.connect(path)
        self.database.executescript(SETTINGS + SCHEMA)
        self.messages = 0

    def load(self, path):
        with open(path, encoding="utf-8") as file:
            export = json.load(file)
        with self.database:
            seen = milliseconds(export["exportedAt"])
            guild = self.guild(export["guild"], seen)
            channel = self.channel(export["channel"], guild, seen)
            author_keys = self.authors(export["messages"], guild, seen)
            channel_id = export["channel"]["id"]
            self.database.executemany(
                "INSERT INTO message (channel, id, author, time, edited, type, isPinned, reference, digest, content, extras,"
                " reactions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)",
                (row(message, channel, channel_id, author_keys) for message in export["messages"]))
        self.messages += len(export["messages"])

    def guild(self, guild, seen):
        return self.key(
            "INSERT INTO guild (source, id, name, seen) VALUES (?, ?, ?, ?) ON CONFLICT (source, id) DO UPDATE"
            " SET name = excluded.name, seen = excluded.seen RETURNING key",
            (DISCORD, int(guild["id"]), guild["name"], seen))

    def channel(self, channel, guild, seen):
        return self.key(
            "INSERT INTO channel (source, id, guild, type, name, parent, parentName, topic, seen)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, id) DO UPDATE SET name = excluded.name,"
            " topic = excluded.topic, seen = excluded.seen RETURNING key",
            (DISCORD, int(channel["id"]), guild, channel["type"], channel["name"], number(channel.get("categoryId")),
             channel.get("category"), channel.get("topic"), seen))

    def key(self, sql, values):
        return self.database.execute(sql, values).fetchall()[0][0]

    def authors(self, messages, guild, seen):
        """Stores who wrote the messages; their keys by id."""
        authors = {message["author"]["id"]: message["author"] for message in messages}
        keys = {
            name: self.key(
                "INSERT INTO author (source, id, name, isBot, seen) VALUES (?, ?, ?, ?, ?) ON CONFLICT (source, id)"
                " DO UPDATE SET name = excluded.name, isBot = excluded.isBot, seen = excluded.seen RETURNING key",
                (DISCORD, int(name), author["name"], author["isBot"], seen))
            for name, author in authors.items()}
        self.database.executemany(
            "INSERT OR REPLACE INTO member VALUES (?, ?, ?, ?, ?)",
            ((guild, keys[name], author["nickname"] if author["nickname"] != author["name"] else None,
              compact([role["name"] for role in author["roles"]]), seen) for name, author in authors.items()))
        return keys


def main():
    folder, database = sys.argv[1:]
    loader = Loader(database)
    files = sorted(Path(folder).rglob("*.json"))
    for path in files:
        loader.load(path)
    with loader.database:
        loader.database.execute("INSERT INTO authored SELECT author, time, key FROM message ORDER BY author, time, key")
    loader.database.close()
    print(json.dumps({"files": len(files), "messages": loader.messages}))


if __name__ == "__main__":
    main()
