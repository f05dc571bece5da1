import Foundation
import Testing

@testable import Embedding

@Suite("Half precision")
struct HalfPrecisionTests {
    /// The number that IEEE 754 gives to a finite pattern.
    private static func value(of bits: UInt16) -> Float {
        let exponent = Int(bits >> 10 & 0x1f)
        let fraction = Double(bits & 0x3ff)
        let magnitude = exponent == 0 ? scalbn(fraction, -24) : scalbn(1024 + fraction, exponent - 25)
        return Float(bits >> 15 == 0 ? magnitude : -magnitude)
    }

    private static func little(_ bits: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: bits), UInt8(bits >> 8)]
    }

    @Test("each finite pattern is read as its number, and its number is written as the pattern")
    func convertsAll() throws {
        for bits in UInt16.min...UInt16.max where bits >> 10 & 0x1f != 0x1f {
            let value = Self.value(of: bits)
            #expect(HalfPrecision.values(of: Self.little(bits)).map(\.bitPattern) == [value.bitPattern])
            #expect(try HalfPrecision.bytes(of: [value]) == Self.little(bits))
        }
    }

    @Test("the patterns of NaN and infinity are read as such")
    func readsNotFinite() {
        for bits in UInt16.min...UInt16.max where bits >> 10 & 0x1f == 0x1f {
            let value = HalfPrecision.values(of: Self.little(bits))[0]
            #expect(bits & 0x3ff == 0 ? value.isInfinite : value.isNaN)
        }
    }

    @Test("between two numbers the nearer is written, and in the middle the even one")
    func rounds() throws {
        for lower in UInt16(0)..<0x7bff {
            let middle = (Self.value(of: lower) + Self.value(of: lower + 1)) / 2
            let even = lower.isMultiple(of: 2) ? lower : lower + 1
            #expect(
                try HalfPrecision.bytes(of: [middle.nextDown, middle, middle.nextUp])
                    == Self.little(lower) + Self.little(even) + Self.little(lower + 1))
        }
    }

    @Test(
        "what half precision does not have is refused with its place",
        arguments: [Float.nan, .infinity, -.infinity, 65_520, -1e9])
    func refuses(value: Float) {
        #expect(throws: VectorFault.notRepresentable(index: 2)) { try HalfPrecision.bytes(of: [0, 65_519, value]) }
    }
}
