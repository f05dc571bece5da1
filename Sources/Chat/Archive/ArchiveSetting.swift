import Store

/// What an archive remembers of its configuration, for commands that see only the archive.
public enum ArchiveSetting: String, Sendable {
    /// An IANA name, in which times are shown.
    case timeZone
}

extension Archive {
    public func setting(_ name: ArchiveSetting) throws -> String? {
        try database.value("SELECT value FROM setting WHERE name = ?", name.rawValue)
    }

    public func setSetting(_ name: ArchiveSetting, to value: String) throws {
        try database.execute(
            "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2 WHERE value <> ?2",
            name.rawValue, value)
    }
}
