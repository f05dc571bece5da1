/// Many short texts in one run of memory, ready to be copied into a document.
struct Pieces {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init() {}

    init(_ texts: some Sequence<String>) {
        for text in texts { append(text) }
    }

    var count: Int { ends.count }

    mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        ends.append(bytes.count)
    }

    mutating func append(_ piece: DocumentBuffer) {
        bytes.append(contentsOf: piece.bytes)
        ends.append(bytes.count)
    }

    func text(_ number: Int) -> String {
        String(decoding: bytes[range(of: number)], as: UTF8.self)
    }

    /// Copies a piece into a document.
    ///
    /// - Parameter droppingBlank: Whether to leave out the blank that it begins with, if it does.
    func put(_ number: Int, into page: inout DocumentBuffer, droppingBlank: Bool = false) {
        let range = range(of: number)
        let blank = droppingBlank && bytes[range.lowerBound] == UInt8(ascii: " ") ? 1 : 0
        bytes.withUnsafeBufferPointer { page.put(piece: UnsafeBufferPointer(rebasing: $0[range.dropFirst(blank)])) }
    }

    private func range(of number: Int) -> Range<Int> {
        (number == 0 ? 0 : ends[number - 1])..<ends[number]
    }
}
