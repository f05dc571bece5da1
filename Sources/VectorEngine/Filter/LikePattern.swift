/// A pattern of `like`: `%` is any text, `_` any one character (a Unicode scalar), a backslash takes the next as it is.
struct LikePattern: Hashable, Sendable {
    /// As it was written.
    let text: String
    private let steps: [Step]
    private let shape: Shape

    private enum Step: Hashable {
        case byte(UInt8)
        case one
        case any
    }

    /// Patterns that need no search for their places.
    private enum Shape: Hashable {
        case exact([UInt8])
        case prefix([UInt8])
        case suffix([UInt8])
        case inside([UInt8])
        case general
    }

    /// Nil when a backslash has nothing behind it.
    init?(_ text: String) {
        self.text = text
        var steps: [Step] = []
        var bytes = text.utf8.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "%"):
                if steps.last != .any { steps.append(.any) }
            case UInt8(ascii: "_"):
                steps.append(.one)
            case UInt8(ascii: "\\"):
                guard let escaped = bytes.next() else { return nil }
                steps.append(.byte(escaped))
            default:
                steps.append(.byte(byte))
            }
        }
        self.steps = steps
        shape = Self.shape(of: steps)
    }

    private static func shape(of steps: [Step]) -> Shape {
        let letters = steps.compactMap { step -> UInt8? in
            if case .byte(let byte) = step { byte } else { nil }
        }
        let wild = steps.count - letters.count
        guard !steps.contains(.one) else { return .general }
        switch (wild, steps.first == .any, steps.last == .any) {
        case (0, _, _): return .exact(letters)
        case (1, true, true): return .prefix([])
        case (1, false, true): return .prefix(letters)
        case (1, true, false): return .suffix(letters)
        case (2, true, true): return .inside(letters)
        default: return .general
        }
    }

    /// The text that all matches begin with.
    var prefix: [UInt8] {
        var prefix: [UInt8] = []
        for step in steps {
            guard case .byte(let byte) = step else { break }
            prefix.append(byte)
        }
        return prefix
    }

    func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        switch shape {
        case .exact(let letters): return text.count == letters.count && text.starts(with: letters)
        case .prefix(let letters): return text.starts(with: letters)
        case .suffix(let letters):
            return text.count >= letters.count && text[(text.count - letters.count)...].elementsEqual(letters)
        case .inside(let letters): return ByteSearch.contains(letters, in: text)
        case .general: return matchesSteps(text)
        }
    }

    /// On a mismatch goes back to the last `%` and lets it take one character more, so the time is at most the product of
    /// the lengths, and no stack is needed.
    private func matchesSteps(_ text: UnsafeRawBufferPointer) -> Bool {
        var (place, step) = (0, 0)
        var retry: (place: Int, step: Int)?
        while true {
            if step < steps.count {
                switch steps[step] {
                case .any:
                    retry = (place, step + 1)
                    step += 1
                    continue
                case .one where place < text.count:
                    place = Self.next(place, in: text)
                    step += 1
                    continue
                case .byte(let byte) where place < text.count && text[place] == byte:
                    place += 1
                    step += 1
                    continue
                default: break
                }
            } else if place == text.count {
                return true
            }
            guard let last = retry, last.place < text.count else { return false }
            let further = Self.next(last.place, in: text)
            retry = (further, last.step)
            (place, step) = (further, last.step)
        }
    }

    /// Behind the character that begins at a place.
    private static func next(_ place: Int, in text: UnsafeRawBufferPointer) -> Int {
        var place = place + 1
        while place < text.count, text[place] & 0xc0 == 0x80 { place += 1 }
        return place
    }
}
