/// Goes through the bytes of a text once.
struct TextReader {
    private let rarity: RarityTable
    private(set) var reading = TextReading()
    private var isOpening = true

    init(rarity: RarityTable) {
        self.rarity = rarity
    }

    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        let prefix = UnsafeBufferPointer(rebasing: bytes.prefix(TextReading.longest))
        var lowered: [UInt8] = []
        lowered.reserveCapacity(prefix.count)
        var firstLetter: UInt8 = 0
        var index = 0
        while index < prefix.count {
            let skipped = Self.invisibleBytes(prefix, index)
            if skipped > 0 {
                index += skipped
                continue
            }
            let byte = prefix[index]
            if firstLetter == 0, byte > 0x20 { firstLetter = byte }
            lowered.append(byte.lowercased)
            index += 1
        }
        reading.byteCount = bytes.count
        if (0x41...0x5a).contains(firstLetter) { reading.cues.formUnion(.opensWithCapital) }
        if firstLetter == 0x21 { reading.cues.formUnion(.isCommand) }
        readChunks(lowered)
        if let last = lowered.last(where: { $0 > 0x20 }) {
            if last == 0x2e || last == 0x21 { reading.cues.formUnion(.endsWithStop) }
        }
    }

    private mutating func readChunks(_ bytes: [UInt8]) {
        var start = 0
        var index = 0
        while index <= bytes.count {
            if index == bytes.count || bytes[index] <= 0x20 {
                if index > start { readChunk(bytes[start..<index], isFirst: reading.wordCount == 0) }
                start = index + 1
            }
            index += 1
        }
    }

    private mutating func readChunk(_ chunk: ArraySlice<UInt8>, isFirst: Bool) {
        reading.wordCount += 1
        if readCall(chunk, isFirst: isFirst) { return }
        if chunk.starts(with: Self.http) || chunk.starts(with: Self.www) {
            reading.cues.formUnion(.hasLink)
            add(WordHash(chunk))
            isOpening = false
            return
        }
        if chunk.contains(0x3f) { reading.cues.formUnion(.questionMark) }
        if chunk.count >= 2, chunk.last == 0x2e, chunk.dropLast().last == 0x2e { reading.cues.formUnion(.trailsOff) }
        var word = chunk.drop { !$0.isWordByte }
        while let last = word.last, !last.isWordByte { word.removeLast() }
        guard !word.isEmpty else {
            reading.cues.formUnion(TextCues.anywhere(WordHash(chunk)))
            return
        }
        noteCode(chunk, word)
        let hash = WordHash(word)
        reading.cues.formUnion(TextCues.anywhere(hash))
        if isOpening {
            reading.cues.formUnion(TextCues.opening(hash))
            isOpening = false
        }
        add(singular(word, hash))
        for part in word.split(whereSeparator: { !$0.isWordByte && $0 != 0x27 }) where part.count < word.count {
            if part.count >= 3 { add(WordHash(part)) }
        }
    }

    /// Whether the chunk is nothing but a name that is called.
    private mutating func readCall(_ chunk: ArraySlice<UInt8>, isFirst: Bool) -> Bool {
        var name = chunk
        let hasSign = name.first == 0x40
        if hasSign { name.removeFirst() }
        var isMarked = hasSign
        while let last = name.last, last == 0x3a || last == 0x2c || last == 0x3b {
            name.removeLast()
            isMarked = isMarked || isFirst
        }
        guard !name.isEmpty, isFirst || hasSign, !(reading.isCallMarked && !isFirst) else { return false }
        let call = NameKeys(lowercased: name.prefix(64))
        let isRare = rarity[call.bare] >= RarityTable.common
        guard isMarked || isRare else { return false }
        reading.call = call
        reading.isCallMarked = isMarked
        // A marked common word is read as a word too: "yes, it does" calls nobody.
        return isMarked && isRare
    }

    private mutating func noteCode(_ chunk: ArraySlice<UInt8>, _ word: ArraySlice<UInt8>) {
        var hasSign = false
        var hasDigit = false
        for byte in chunk {
            switch byte {
            case 0x2f, 0x5c, 0x5f, 0x3d, 0x60, 0x7b, 0x7d, 0x24, 0x7c, 0x3c, 0x3e, 0x23: hasSign = true
            case 0x30...0x39: hasDigit = true
            default: break
            }
        }
        let hasInnerStop = word.dropFirst().contains { $0 == 0x2e }
        if hasSign || hasInnerStop || chunk.starts(with: [0x2d, 0x2d]) { reading.cues.formUnion(.hasCode) }
        if hasDigit { reading.cues.formUnion(.hasNumber) }
    }

    private func singular(_ word: ArraySlice<UInt8>, _ hash: WordHash) -> WordHash {
        word.count > 3 && word.last == 0x73 ? WordHash(word.dropLast()) : hash
    }

    private mutating func add(_ word: WordHash) {
        guard reading.words.count < TextReading.mostWords, rarity[word] >= RarityTable.common,
            !reading.words.contains(word)
        else { return }
        reading.words.append(word)
        reading.signature |= 1 << UInt64(word.rawValue >> 26)
        reading.rarity += Int(rarity[word])
    }

    /// How many bytes from here on are a sign without width, or one that only turns the direction.
    private static func invisibleBytes(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        guard bytes[index] >= 0xe2, index + 2 < bytes.count else { return 0 }
        switch (bytes[index], bytes[index + 1], bytes[index + 2]) {
        case (0xe2, 0x80, 0x8b...0x8f), (0xe2, 0x80, 0xaa...0xae), (0xe2, 0x81, 0xa0...0xaf), (0xef, 0xbb, 0xbf):
            return 3
        default: return 0
        }
    }

    private static let http: [UInt8] = Array("http".utf8)
    private static let www: [UInt8] = Array("www.".utf8)
}
