import Foundation
import RuralIndustry
import Testing

@testable import Documents

@Suite("Pictures that an office puts into a design, broken ones among them")
struct BrokenPictureTests {
    /// Eight by eight pixels, one column of them half transparent.
    private static let png =
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAYAAADED76LAAAAu0lEQVR42g3KIW5CURCG0evqcDhyDQniORxikjpW8JImI3G4ylGk"
        + "C8CRzBpwNbMEVjB7wTX5+ovjzhhj/MwxMHEJSSlpGWMqzA9sbvC5JeaOnHtqLvQ8KpiCbTDb4bYQdiLtTNlK20XBFXyL+YL7J+Er"
        + "6VfKb7Q/FEIhdlic8FiJ+CbjTsWTjpdCKuQeyzOeVyLvZP5S2XS+FUqhFqxWvG5EPclqqv7oOii0Qh+xvuD9IPpF9pvqA91f/AMO"
        + "MoK5ctMBSwAAAABJRU5ErkJggg=="
    /// Claims to be as large as the format allows.
    private static let huge =
        "iVBORw0KGgoAAAANSUhEUn////9/////CAYAAAAUyQtmAAAAu0lEQVR42g3KIW5CURCG0evqcDhyDQniORxikjpW8JImI3G4ylGk"
        + "C8CRzBpwNbMEVjB7wTX5+ovjzhhj/MwxMHEJSSlpGWMqzA9sbvC5JeaOnHtqLvQ8KpiCbTDb4bYQdiLtTNlK20XBFXyL+YL7J+Er"
        + "6VfKb7Q/FEIhdlic8FiJ+CbjTsWTjpdCKuQeyzOeVyLvZP5S2XS+FUqhFqxWvG5EPclqqv7oOii0Qh+xvuD9IPpF9pvqA91f/AMO"
        + "MoK5ctMBSwAAAABJRU5ErkJggg=="

    private static func bytes(_ base64: String) throws -> [UInt8] {
        [UInt8](try #require(Data(base64Encoded: base64)))
    }

    @Test("a PNG is read pixel by pixel")
    func whole() throws {
        let bitmap = try Bitmap(png: Self.bytes(Self.png))
        #expect(bitmap.width == 8 && bitmap.height == 8 && bitmap.colors.count == 8 * 8 * 3)
        #expect(bitmap.coverage?.filter { $0 == 128 }.count == 8)
    }

    @Test("a PNG that breaks off is refused, wherever it does")
    func truncated() throws {
        let bytes = try Self.bytes(Self.png)
        // the last 12 bytes say nothing but that it ends
        for length in 0..<bytes.count - 12 {
            #expect(throws: DocumentError.self, "\(length)") { try Bitmap(png: Array(bytes.prefix(length))) }
        }
    }

    @Test("a PNG with any bit of it turned is refused, or is the same picture; it is never another one")
    func turned() throws {
        let bytes = try Self.bytes(Self.png)
        let bitmap = try Bitmap(png: bytes)
        var refused = 0
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << bit
                do throws(DocumentError) {
                    let other = try Bitmap(png: changed)
                    #expect(other.colors == bitmap.colors && other.coverage == bitmap.coverage, "\(place)")
                } catch {
                    #expect(error.code == "template-png")
                    refused += 1
                }
            }
        }
        #expect(refused > 8 * (bytes.count - 24))
    }

    @Test("a PNG that claims to be enormous is refused before anything is made room for")
    func enormous() throws {
        #expect(throws: DocumentError.self) { try Bitmap(png: Self.bytes(Self.huge)) }
    }

    @Test(
        "a broken path is refused at the character where it breaks",
        arguments: [
            ("M0 0 L5", 7), ("", 0), ("L1 1", 0), ("M0 0 X1 1", 5), ("M0 0 L1 1e", 9),
            ("M0 0 A1 1 0 2 1 5 5", 12),
            ("M0 0 L1e9 0", 6), ("M0 0 L1 1e-", 8), ("M0 0 L1 1 \u{0}", 10), ("M0 0 L١ 1", 6),
        ])
    func path(d: String, at offset: Int) throws {
        let error = try #require(throws: SVGPathError.self) { try Path(svg: d) }
        #expect(error.offset == offset, "\(error.text.en)")
    }

    @Test(
        "an arc with radii or a way too small to reckon with is a straight line",
        arguments: [
            "M0 0 A1e-200 1e-200 0 0 1 5 5", "M0 0 A5 5 0 0 1 1e-200 0", "M0 0 A1e-320 5 30 1 0 5 5",
            "M0 0 A1e-170 1e5 7 1 1 5 5",
        ])
    func smallArc(d: String) throws {
        let extent = try #require(try Path(svg: d).extent)
        #expect(extent.width.isFinite && extent.height.isFinite && extent.maxX <= 5.1 && extent.maxY <= 5.1)
    }

    @Test("whatever is written as a path is drawn or refused, and nothing else happens", arguments: 0..<20)
    func anything(seed: Int) throws {
        var random = Seeded(seed)
        let letters = Array("MmLlHhVvCcSsQqTtAaZz0123456789.-+eE, \n")
        for _ in 0..<200 {
            let d = String(
                (0..<Int.random(in: 0...40, using: &random)).map { _ in
                    letters.randomElement(using: &random) ?? " "
                })
            do throws(SVGPathError) {
                let path = try Path(svg: "M0 0" + d)
                if let extent = path.extent { #expect(extent.width >= 0 && extent.height >= 0, "\(d)") }
            } catch {
                #expect((0...d.unicodeScalars.count + 4).contains(error.offset), "\(d)")
            }
        }
    }
}
