import Chat
import Glibc
import Pipeline

/// The clock of a time zone, by the system's files of zones. The process has only one: the last that was made.
///
/// Foundation knows zones too, but every command would load it and ICU at its start.
struct LocalClock {
    /// Nil for a name that the system does not know.
    init?(zone name: String) {
        guard name == "UTC" || Self.isKnown(name) else { return nil }
        setenv("TZ", ":" + name, 1)
        tzset()
    }

    /// The clock that a command shows times by: the one that is asked for, else the archive's. Nil, with a complaint, for a zone
    /// that the system does not know.
    init?(named zone: String?, of folder: StateFolder, _ console: Console) async throws {
        let kept = try await folder.openForReading().setting(.timeZone)
        let name = zone ?? kept ?? "UTC"
        guard let clock = LocalClock(zone: name) else {
            console.complain(
                "quarry: unknown time zone '\(name.safeForTerminal)'; use a name such as Europe/Berlin; "
                    + "Debian's tzdata has them")
            return nil
        }
        self = clock
    }

    /// The time as a person reads it, with `Z` where it is UTC.
    func text(_ time: Timestamp) -> String {
        var seconds = time_t(time.rawValue / 1000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        let local = Timestamp(rawValue: (Int64(seconds) + Int64(parts.tm_gmtoff)) * 1000).iso8601
        return local.dropLast().replacing("T", with: " ") + (parts.tm_gmtoff == 0 ? "Z" : "")
    }

    /// glibc takes any name for UTC that it does not know.
    private static func isKnown(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else { return false }
        let folder = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
        do {
            return try FileBytes.read(folder + "/" + name).starts(with: Array("TZif".utf8))
        } catch {
            return false
        }
    }
}
