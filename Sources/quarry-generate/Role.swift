/// A role that members of the community may have.
struct Role {
    let id: Snowflake
    let name: String
    let color: String?
    let position: Int

    func write(into page: inout DocumentBuffer) {
        page.open(.object)
        page.member("id", id)
        page.member("name", quoted: name.jsonEscaped)
        if let color { page.member("color", quoted: color) } else { page.member("color", "null") }
        page.member("position", position)
        page.close(.object)
    }

    /// Every role, the highest first; the first is that of the bots.
    static func all(seed: UInt64) -> [Role] {
        let names = [
            "Bots", "Admin", "Moderator", "Core Team", "Maintainer", "Solutions", "Helper ⭐", "Contributor",
            "Plugin author", "Translator", "Beta tester", "Sponsor", "Server Booster", "Speaker", "DACH", "中文",
            "Русский",
            "Cloud user", "Self-hosted", "Announcements", "Meetups", "Member",
        ]
        return names.enumerated().map { number, name in
            var random = Random(seed: seed, .role, number)
            let digits = String(random.below(0x100_0000) | 0x10_0000, radix: 16, uppercase: true)
            return Role(
                id: .entity(EntityNumber.role + number, seed: seed), name: name,
                color: random.chance(0.3) ? nil : "#\(digits)", position: names.count - number)
        }
    }
}
