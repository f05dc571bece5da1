/// How the exporter writes points in time.
enum Clock {
    /// `--utc`: the offset is always zero.
    case utc

    /// The local time of Central Europe, whose offset changes at daylight saving.
    case local

    /// What local time is ahead of UTC.
    func offset(at instant: Instant) -> Lapse {
        switch self {
        case .utc: .hours(0)
        case .local: Self.isSummer(instant) ? .hours(2) : .hours(1)
        }
    }

    /// Summer time lasts from the last Sunday of March to the last Sunday of October, both at 01:00 UTC.
    private static func isSummer(_ instant: Instant) -> Bool {
        let year = CivilDate(daysSince1970: instant.day).year
        return changeover(year: year, month: 3) <= instant && instant < changeover(year: year, month: 10)
    }

    private static func changeover(year: Int, month: Int) -> Instant {
        let last = CivilDate(year: year, month: month, day: 31).daysSince1970
        // 1970 began on a Thursday, four days after a Sunday.
        let lastSunday = last - (last + 4) % 7
        return Instant(milliseconds: 0) + .days(lastSunday) + .hours(1)
    }
}

extension DocumentBuffer {
    /// Writes a time as the exporter does: seven fraction digits at most, without the zeros at their end.
    ///
    /// - Parameter ticks: What the time is past the millisecond, in units of 100 nanoseconds.
    mutating func put(_ instant: Instant, _ clock: Clock, ticks: Int = 0) {
        let offset = clock.offset(at: instant)
        let shifted = instant + offset
        let date = CivilDate(daysSince1970: shifted.day)
        let milliseconds = Int(shifted.timeOfDay.milliseconds)
        let seconds = milliseconds / 1000
        put("\"")
        put(number: UInt64(date.year))
        put("-")
        put(twoDigits: date.month)
        put("-")
        put(twoDigits: date.day)
        put("T")
        put(twoDigits: seconds / 3600)
        put(":")
        put(twoDigits: seconds / 60 % 60)
        put(":")
        put(twoDigits: seconds % 60)
        put(fraction: milliseconds % 1000 * Self.ticksPerMillisecond + ticks)
        put("+")
        put(twoDigits: Int(offset.milliseconds / Lapse.hours(1).milliseconds))
        put(":00\"")
    }

    private static var ticksPerMillisecond: Int { 10_000 }

    private mutating func put(twoDigits number: Int) {
        put(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
        put(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    private mutating func put(fraction: Int) {
        guard fraction > 0 else { return }
        put(".")
        var rest = fraction
        var unit = 1000 * Self.ticksPerMillisecond / 10
        while rest > 0 {
            put(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / unit))
            rest %= unit
            unit /= 10
        }
    }
}
