import RuralIndustry
import Testing

@Suite("Reading what people search for")
struct SearchQueryTests {
    @Test(
        "words are folded, in order, none twice",
        arguments: [
            ("Gốm sứ Bát Tràng", ["gom", "su", "bat", "trang"]), ("  HÒA   hoà  Hoa\u{300} ", ["hoa"]),
            ("Đắk Lắk", ["dak", "lak"]), ("a & b | !c :*", ["a", "b", "c"]),
            ("'; DROP TABLE x; --\\", ["drop", "table", "x"]),
            ("chè-tôm/nõn (2025)", ["che", "tom", "non", "2025"]),
        ])
    func words(text: String, words: [String]) throws {
        #expect(try SearchQuery(text).words.map(\.text) == words)
    }

    @Test("nothing to look for is refused", arguments: ["", "   ", "…", "' & | ! :*", "\u{300}"])
    func empty(text: String) {
        do throws(Violation) {
            _ = try SearchQuery(text)
            Issue.record("was not refused")
        } catch { #expect(error.code == "search-empty") }
    }

    @Test("ten thousand letters are refused, and so is NUL")
    func tooLong() {
        do throws(Violation) {
            _ = try SearchQuery(String(repeating: "ở", count: 10_000))
            Issue.record("was not refused")
        } catch { #expect(error.code == "text-too-long") }
        do throws(Violation) {
            _ = try SearchQuery("a\0b")
            Issue.record("was not refused")
        } catch { #expect(error.code == "text-has-nul") }
    }

    @Test("a code is a code in any writing, and may be a telephone number too")
    func codes() throws {
        #expect(try SearchQuery("0101234567-001").codeDigits == "0101234567001")
        #expect(try SearchQuery("0101234567001").codeDigits == "0101234567001")
        #expect(try SearchQuery("010 123 4567").codeDigits == "0101234567")
        #expect(try SearchQuery("số 0101234567").codeDigits == nil)
        #expect(try SearchQuery("010123456").codeDigits == nil)
        for phone in [
            "0912 345 678", "0912.345.678", "+84 912 345 678", "(0912) 345-678", "84912345678", "912345678",
        ] {
            #expect(try SearchQuery(phone).phone?.text == "0912345678", "\(phone)")
        }
    }

    @Test("words that say which kind of place follows need not be found, unless they are names themselves")
    func qualifiers() throws {
        let required = { (text: String) throws -> String in
            try SearchQuery(text).words.filter(\.isRequired).map(\.text).joined(separator: " ")
        }
        #expect(try required("gốm huyện Gia Lâm thành phố Hà Nội") == "gom gia lam ha noi")
        #expect(try required("xã Tân Cương") == "tan cuong")
        #expect(try required("hợp tác xã Tân Cương") == "hop tac xa tan cuong")
        #expect(try required("Thanh Hóa") == "thanh hoa")
        #expect(try required("xã") == "xa")
        #expect(try required("tỉnh") == "tinh")
        #expect(try required("thị trấn Đu") == "du")
    }

    @Test("the last word may go on unless a space follows")
    func lastWord() throws {
        #expect(try SearchQuery("gốm s").lastWordMayGoOn)
        #expect(try !SearchQuery("gốm s ").lastWordMayGoOn)
    }
}

@Suite("Slips of the keyboard")
struct SlipTests {
    @Test(
        "a letter dropped, added, replaced or swapped with its neighbour is one slip",
        arguments: [
            ("trng", "trang"), ("traang", "trang"), ("trqng", "trang"), ("rtang", "trang"), ("gm", "gom"),
            ("ogm", "gom"),
        ])
    func one(typed: String, meant: String) {
        #expect(Slip.separates(typed, meant) && Slip.separates(meant, typed))
    }

    @Test(
        "the same word is none, and two slips are not one",
        arguments: [
            ("trang", "trang"), ("tr", "trang"), ("nart", "tran"), ("abc", "cba"), ("", "ab"), ("ab", "cd"),
        ])
    func notOne(left: String, right: String) { #expect(!Slip.separates(left, right)) }

    @Test("words that one slip separates share what is left of them without a letter", arguments: 0..<40)
    func deletions(seed: UInt64) {
        var samples = Samples(seed: seed)
        let letters = Array("abcdeghiklmnopqrstuvxy")
        for _ in 0..<50 {
            let word = (0..<samples.int(2...9)).map { _ in samples.one(of: letters) }
            var slipped = word
            let at = samples.int(0...(word.count - 2))
            switch samples.int(0...3) {
            case 0: slipped.remove(at: at)
            case 1: slipped.insert(samples.one(of: letters), at: at)
            case 2: slipped[at] = samples.one(of: letters)
            default: slipped.swapAt(at, at + 1)
            }
            let (typed, meant) = (String(slipped), String(word))
            if typed == meant { continue }
            #expect(Slip.separates(typed, meant), "\(typed) \(meant)")
            #expect(
                !Slip.deletions(of: typed).isDisjoint(with: Slip.deletions(of: meant)), "\(typed) \(meant)")
        }
    }
}

@Suite("Ranking what a search found")
struct SearchRankTests {
    private func rank(
        _ name: String, _ more: String = "", closed: Bool = false, awards: Int = 0, for text: String,
        _ alternatives: [Int: [String]] = [:]
    ) throws -> SearchRank? {
        let folded = Folded(name).text
        return SearchRank.rank(
            of: (folded, folded + " " + more), isClosed: closed, awards: awards, for: try SearchQuery(text),
            alternatives: alternatives)?.rank
    }

    @Test(
        "whole name, beginning, words of the name, words elsewhere, corrected words; awards among equals; closed last"
    )
    func order() throws {
        let ranks = try [
            rank("Gốm Bát Tràng", for: "gom bat trang"),
            rank("Gốm Bát Tràng Xưa", awards: 3, for: "gom bat trang"),
            rank("Gốm Bát Tràng Mới", for: "gom bat trang"),
            rank("Hợp tác xã Gốm Bát Tràng", for: "gom bat trang"),
            rank("Gốm Hòa", "bat trang", awards: 9, for: "gom bat trang"),
            rank("Gốm Bắt Tráng", for: "gomm bat trang", [0: ["gom"]]),
            rank("Gốm Bát Tràng", for: "gomm batt trang", [0: ["gom"], 1: ["bat"]]),
            rank("Gốm Bát Tràng", closed: true, awards: 9, for: "gom bat trang"),
        ]
        #expect(ranks.allSatisfy { $0 != nil })
        let present = ranks.compactMap(\.self)
        #expect(present == present.sorted())
        #expect(Set(present).count == present.count)
    }

    @Test("a record that lacks a required word is no answer; one that lacks a qualifier ranks lower")
    func required() throws {
        #expect(try rank("Gốm Bát Tràng", for: "gom bat trang su") == nil)
        let with = try #require(try rank("Gốm huyện Gia Lâm", for: "gom huyen gia lam"))
        let without = try #require(try rank("Gốm Gia Lâm", for: "gom huyen gia lam"))
        #expect(with < without)
    }

    @Test("only the last word may go on")
    func prefixes() throws {
        #expect(try rank("Gốm Bát Tràng", for: "gom bat tr") != nil)
        #expect(try rank("Gốm Bát Tràng", for: "gom ba trang") == nil)
        #expect(try rank("Gốm Bát Tràng", for: "gom bat tr ") == nil)
    }
}
