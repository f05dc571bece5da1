import Store
import Testing

@Suite("Content hashes")
struct ContentHashTests {
    @Test(
        "a hash is SHA-256, as NIST gives it",
        arguments: [
            ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        ])
    func isSHA256(text: String, times: Int, digest: String) {
        let hash = ContentHash(of: Array(String(repeating: text, count: times).utf8))
        #expect(hash.description == digest)
        #expect(hash.bytes.count == 32)
    }

    @Test("pieces of any size hash as the whole", arguments: [1, 3, 63, 64, 65, 1000, 5000])
    func joinsPieces(size: Int) {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let hasher = ContentHasher()
        hasher.update(UnsafeRawBufferPointer(start: nil, count: 0))
        for start in stride(from: 0, to: bytes.count, by: size) {
            bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { hasher.update($0) }
        }
        #expect(hasher.finish() == ContentHash(of: bytes))
    }

    @Test("hashes compare as their bytes, and come back from storage")
    func compares() throws {
        let hashes = ["a", "b", "c", "d"].map { ContentHash(of: Array($0.utf8)) }
        #expect(hashes.sorted().map(\.description) == hashes.map(\.description).sorted())
        #expect(Set(hashes).count == 4)
        var connection = try Connection(path: ":memory:")
        let stored = try connection.value("SELECT ?", hashes[0].bytes, as: [UInt8].self)
        #expect(stored.map(ContentHash.init(stored:)) == hashes[0])
    }
}
