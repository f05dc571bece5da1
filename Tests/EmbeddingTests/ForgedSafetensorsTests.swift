import TestSupport
import Testing

@testable import Embedding

@Suite("Forged safetensors files")
struct ForgedSafetensorsTests {
    struct Forgery: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: [UInt8]
        /// What the one error says.
        let says: String

        init(_ id: String, _ bytes: [UInt8], says: String) {
            testDescription = id
            self.bytes = bytes
            self.says = says
        }

        init(_ id: String, header: String, data: Int = 8, says: String) {
            self.init(id, SafetensorsFixture.forged(header, data: data), says: says)
        }

        /// A file with one tensor, `w`, whose bytes are all there.
        init(_ id: String, type: String = "F32", shape: String = "[2]", offsets: String = "[0,8]", says: String) {
            let header = #"{"w":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
            self.init(id, header: header, says: says)
        }
    }

    private static let tensor = #"{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#
    private static let next = #"{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#

    static let places = [
        Forgery("end behind the file", offsets: "[0,12]", says: "'w' is said to lie at 0..<12 of 8 bytes"),
        Forgery("begin behind the file", shape: "[0]", offsets: "[9,9]", says: "at 9..<9 of 8 bytes"),
        Forgery("begin behind end", offsets: "[8,0]", says: "at 8..<0 of 8 bytes"),
        Forgery("negative begin", offsets: "[-8,0]", says: "at -8..<0 of 8 bytes"),
        Forgery("largest offsets", offsets: "[0,9223372036854775807]", says: "of 8 bytes"),
        Forgery("both offsets largest", offsets: "[9223372036854775807,9223372036854775807]", says: "of 8 bytes"),
        Forgery("offset beyond 64 bits", offsets: "[0,18446744073709551616]", says: "number out of range"),
        Forgery("offset with a fraction", offsets: "[0,8.0]", says: "a whole number was expected"),
        Forgery("one offset", offsets: "[0]", says: "two data_offsets was expected"),
        Forgery("three offsets", offsets: "[0,4,8]", says: "no more than 2 numbers was expected"),
        Forgery("offsets that are text", offsets: "\"0,8\"", says: "an array was expected, a string found"),
        Forgery("fewer bytes than the shape needs", offsets: "[0,4]", says: "'w' has 4 bytes; its shape [2] needs 8"),
        Forgery("more bytes than the shape needs", shape: "[1]", says: "'w' has 8 bytes; its shape [1] needs 4"),
        Forgery("type of another size", type: "F16", says: "'w' has 8 bytes; its shape [2] needs 4"),
        Forgery(
            "a tensor over another", header: #"{"a":\#(tensor),"b":\#(tensor)}"#, data: 4,
            says: "'b' overlaps tensor 'a' at byte 0"),
        Forgery(
            "a tensor half over another",
            header: #"{"a":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},"b":\#(next)}"#,
            says: "'b' overlaps tensor 'a' at byte 4"),
        Forgery(
            "a hole before the first tensor", header: #"{"b":\#(next)}"#,
            says: "bytes 0..<4 of the data belong to no tensor"),
        Forgery(
            "a hole between tensors",
            header: #"{"a":\#(tensor),"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#, data: 12,
            says: "bytes 4..<8 of the data belong to no tensor"),
        Forgery(
            "bytes behind the last tensor", header: #"{"a":\#(tensor)}"#,
            says: "bytes 4..<8 of the data belong to no tensor"),
    ]

    static let tensors = [
        Forgery("shape of 2^63", shape: "[9223372036854775808]", says: "number out of range"),
        Forgery("shape of 2^63 - 1", shape: "[9223372036854775807]", says: "more bytes than a file can have"),
        Forgery("product of 2^64", shape: "[4294967296,4294967296]", says: "more bytes than a file can have"),
        Forgery("product of 2^64 by zero", shape: "[4294967296,4294967296,0]", says: "more bytes than a file"),
        Forgery("bytes of 2^64", shape: "[4611686018427387904]", says: "more bytes than a file can have"),
        Forgery("negative dimension", shape: "[-2]", says: "'w' has the dimension -2"),
        Forgery("two negative dimensions", shape: "[-1,-2]", says: "'w' has the dimension -1"),
        Forgery("nine dimensions", shape: "[1,1,1,1,1,1,1,1,2]", says: "no more than 8 numbers was expected"),
        Forgery("shape that is null", shape: "null", says: "an array was expected, null found"),
        Forgery("unknown type", type: "F7", says: "'w' has the unknown type 'F7'"),
        Forgery("type in lower case", type: "f32", says: "'w' has the unknown type 'f32'"),
        Forgery("no type", header: #"{"w":{"shape":[2],"data_offsets":[0,8]}}"#, says: "'dtype' is missing"),
        Forgery("no shape", header: #"{"w":{"dtype":"F32","data_offsets":[0,8]}}"#, says: "'shape' is missing"),
        Forgery("no offsets", header: #"{"w":{"dtype":"F32","shape":[2]}}"#, says: "'data_offsets' is missing"),
        Forgery("a tensor that is a number", header: #"{"w":7}"#, says: "an object was expected, a number found"),
        Forgery(
            "a name twice", header: #"{"w":\#(tensor),"w":\#(next)}"#, says: "tensor 'w' is listed twice"),
        Forgery(
            "a name twice, once escaped", header: #"{"w":\#(tensor),"\u0077":\#(next)}"#,
            says: "tensor 'w' is listed twice"),
        Forgery(
            "a name of half a character", header: #"{"\ud800":\#(tensor)}"#, data: 4,
            says: "a name of valid characters was expected"),
        Forgery(
            "a name of 2,000 bytes", header: "{\"\(String(repeating: "n", count: 2000))\":\(tensor)}", data: 4,
            says: "a tensor's name has more than 512 bytes"),
    ]

    static let headers = [
        Forgery("an empty file", [], says: "the file ends at byte 0"),
        Forgery("half a length", [2, 0, 0, 0], says: "the file ends at byte 4"),
        Forgery("no header", SafetensorsFixture.length(0), says: "the JSON ends inside a value"),
        Forgery(
            "a header longer than the file", SafetensorsFixture.length(3) + Array("{}".utf8),
            says: "said to have 3 bytes; at most 2 are possible"),
        Forgery(
            "a header of 2^64 - 1 bytes", [UInt8](repeating: 0xff, count: 8) + Array("{}".utf8),
            says: "said to have 18446744073709551615 bytes"),
        Forgery(
            "a header of 2^63 bytes", [0, 0, 0, 0, 0, 0, 0, 0x80] + Array("{}".utf8),
            says: "said to have 9223372036854775808 bytes"),
        Forgery(
            "a header of over 16 MB", header: "{}" + String(repeating: " ", count: 16 << 20),
            says: "at most 16777216 are possible"),
        Forgery("a header that is a list", header: "[]", says: "an object was expected, an array found"),
        Forgery("a header that is text", header: "\"{}\"", says: "an object was expected, a string found"),
        Forgery("a header that is no JSON", header: "PK\u{3}\u{4}", says: "byte 8 of the header: a value was expected"),
        Forgery("a header that ends early", header: #"{"w":{"dtype":"F32""#, says: "the JSON ends inside a value"),
        Forgery("two documents", header: "{}{}", data: 0, says: "bytes after the end of the document"),
        Forgery("a NUL behind the header", header: "{}\0", data: 0, says: "bytes after the end of the document"),
        Forgery(
            "invalid UTF-8 in a name",
            SafetensorsFixture.length(6) + [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x7d], says: "the header is not valid UTF-8"),
        Forgery(
            "invalid UTF-8 in the metadata",
            SafetensorsFixture.length(25) + Array("{\"__metadata__\":{\"a\":\"".utf8) + [0xc3, 0x22, 0x7d],
            says: "the header is not valid UTF-8"),
        Forgery(
            "deep nesting in the metadata",
            header: "{\"__metadata__\":" + String(repeating: "[", count: 100_000) + "}",
            says: "nested deeper than 8 levels"),
        Forgery(
            "deep nesting in a tensor",
            header: "{\"w\":{\"x\":" + String(repeating: "{\"x\":", count: 100_000) + "}",
            says: "nested deeper than 8 levels"),
    ]

    @Test("gives one error that says what is wrong", arguments: places + tensors + headers)
    func refuses(_ forgery: Forgery) throws {
        let folder = try ScratchFolder()
        let path = try folder.write(forgery.bytes, to: "model.safetensors")
        let error = #expect(throws: EmbeddingError.self) { try SafetensorsFile(path: path) }
        #expect(error?.description.contains(forgery.says) == true, "\(error?.description ?? "")")
        #expect(error?.description.hasPrefix(path + ": ") == true)
        #expect((error?.description.utf8.count ?? 0) < path.utf8.count + 200)
    }

    @Test(
        "types that are no weights are listed, and refused when asked for",
        arguments: ["I64", "F64", "BOOL", "F8_E4M3"])
    func refusesOtherTypes(type: String) throws {
        let size = try #require(TensorType(rawValue: type)).size
        let header = #"{"ids":{"dtype":"\#(type)","shape":[1],"data_offsets":[0,\#(size)]}}"#
        let folder = try ScratchFolder()
        let path = try folder.write(SafetensorsFixture.forged(header, data: size), to: "model.safetensors")
        let file = try SafetensorsFile(path: path)
        #expect(file.contains("ids"))
        #expect(throws: EmbeddingError.badWeights(path: path, tensor: "ids", .unusableType(type))) {
            try file.tensor("ids")
        }
    }

    @Test("what is no file is refused")
    func refusesNoFile() throws {
        let folder = try ScratchFolder()
        #expect(throws: EmbeddingError.cannotRead(path: folder.path(""), reason: "not a regular file")) {
            try SafetensorsFile(path: folder.path(""))
        }
        let error = #expect(throws: EmbeddingError.self) { try SafetensorsFile(path: folder.path("absent")) }
        #expect(error?.description.hasSuffix("No such file or directory") == true)
    }
}
