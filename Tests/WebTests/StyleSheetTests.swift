import Foundation
import Testing

@testable import Web

@Suite("The style sheet")
struct StyleSheetTests {
    /// Text and what is behind it, by the names of the style sheet.
    private static let pairs =
        ["ink", "soft", "accent"].flatMap { text in [(text, "page"), (text, "card")] }
        + ["live", "expired", "revoked", "replaced", "none"].flatMap { state in
            [("on", state), ("ink", "\(state)-soft")]
        } + [("ink", "few"), ("ink", "some"), ("tile", "many"), ("tile", "most")]

    @Test(
        "what is drawn stands out from the page by 3 : 1, in light and dark (WCAG 2.2, 1.4.11)",
        arguments: [false, true])
    func drawings(_ isDark: Bool) throws {
        let colours = try colours(isDark: isDark)
        for name in ["bar", "sa", "sb", "sc", "sd", "se"] {
            let ratio = try Self.contrast(#require(colours[name]), #require(colours["card"]))
            #expect(ratio >= 3, "\(name): \(ratio)")
        }
    }

    @Test(
        "every text stands out from what is behind it by 4.5 : 1, in light and dark (WCAG 2.2, 1.4.3)",
        arguments: [false, true])
    func contrast(_ isDark: Bool) throws {
        let colours = try colours(isDark: isDark)
        for (text, ground) in Self.pairs {
            let ratio = try Self.contrast(#require(colours[text]), #require(colours[ground]))
            #expect(ratio >= 4.5, "\(text) on \(ground): \(ratio)")
        }
    }

    @Test("the contrast of black and white is 21, of a colour with itself 1")
    func formula() {
        #expect(abs(Self.contrast(0x000000, 0xffffff) - 21) < 0.001)
        #expect(Self.contrast(0x8c1d18, 0x8c1d18) == 1)
    }

    @Test("every class that a page uses has a rule, and nothing is fetched from elsewhere")
    func rules() {
        for name in Template.all.flatMap({ Self.classes(in: $0.text) }) {
            #expect(StyleSheet.text.contains(".\(name)"), "\(name)")
        }
        #expect(!StyleSheet.text.contains("url(") && !StyleSheet.text.contains("@import"))
    }

    /// Dark colours are laid over the light ones.
    private func colours(isDark: Bool) throws -> [String: UInt32] {
        let parts = StyleSheet.text.components(separatedBy: "prefers-color-scheme: dark")
        try #require(parts.count == 2)
        let dark = parts[1].components(separatedBy: "* {")[0]
        var colours: [String: UInt32] = [:]
        for part in isDark ? [parts[0], dark] : [parts[0]] {
            for match in part.matches(of: /--([a-z-]+): #([0-9a-f]{6})/) {
                colours[String(match.1)] = UInt32(match.2, radix: 16)
            }
        }
        return colours
    }

    private static func classes(in template: String) -> [String] {
        template.matches(of: /class="([^"]+)"/).flatMap { $0.1.split(separator: " ") }.map(String.init)
            .filter { !$0.contains("{") && $0 != "this" }
    }

    private static func contrast(_ one: UInt32, _ other: UInt32) -> Double {
        let (low, high) = (min(luminance(one), luminance(other)), max(luminance(one), luminance(other)))
        return (high + 0.05) / (low + 0.05)
    }

    private static func luminance(_ colour: UInt32) -> Double {
        let linear = [16, 8, 0].map { shift in
            let value = Double((colour >> UInt32(shift)) & 0xff) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
}
