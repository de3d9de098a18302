import Glibc
import Postgres
import RuralIndustry
import Synchronization
import TestSupport
import Testing

@testable import Registry

@Suite("Searching as people type")
struct SearchTests {
    @Test(
        "diacritics, tone placement, NFD, đ and case make no difference",
        arguments: [
            "Gốm Hòa Đức", "gốm hoà đức", "gom hoa duc", "GOM HOA DUC",
            "Go\u{302}\u{301}m Ho\u{300}a Đu\u{301}\u{31B}c",
            "Gô\u{301}m Hoa\u{300} Đư\u{301}c",
        ])
    func folding(text: String) async throws {
        try await TestRegistry.run { test in
            try await test.establishment(name: "Gốm Hòa Đức")
            try await test.establishment(name: "Chè Hòa Đức")
            #expect(try await test.names(text) == ["Gốm Hòa Đức"])
        }
    }

    @Test("the last word may be unfinished, in the name and elsewhere; an earlier one may not")
    func prefixes() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(
                name: "Cơ sở Thanh Bình", ["industry": "Chế biến dược liệu"])
            try await test.product(of: maker, name: "Trà hoa cúc")
            #expect(try await test.names("tra hoa c") == ["Trà hoa cúc"])
            #expect(try await test.names("co so thanh bi") == ["Cơ sở Thanh Bình", "Trà hoa cúc"])
            #expect(try await test.names("che bien duoc li") == ["Cơ sở Thanh Bình", "Trà hoa cúc"])
            #expect(try await test.names("du binh co") == [])
        }
    }

    @Test("one slip in each word is corrected, and what was looked for is told")
    func slips() async throws {
        try await TestRegistry.run { test in
            try await test.establishment(name: "Gốm sứ Bát Tràng")
            try await test.establishment(name: "Mây tre Phú Vinh")
            for text in [
                "gom su bat trng", "gom su bat traang", "gom su bta trang", "gom su bat trqng",  // one word
                "gm su baat trnag", "gomm sy abt trang", "Gôm sứ Bát Tràmg",  // several
            ] {
                let answer = try await test.search(text)
                #expect(answer.hits.map(\.name) == ["Gốm sứ Bát Tràng"], "\(text)")
                #expect(answer.corrected == "gom su bat trang", "\(text)")
                #expect(answer.hits.allSatisfy { $0.match == .corrected }, "\(text)")
            }
            #expect(try await test.search("gom su bat trang").corrected == nil)
            #expect(try await test.names("gom su bat qqqqq") == [])
        }
    }

    @Test("a slip that makes another word of the vocabulary is corrected when nothing has them all")
    func slipIntoAnotherWord() async throws {
        try await TestRegistry.run { test in
            try await test.establishment(name: "Gốm sứ Bát Tràng")
            try await test.establishment(name: "Gỗ Vĩnh Trạng")
            try await test.establishment(name: "Mây Gò Công")
            let answer = try await test.search("go su bat trang")
            #expect(answer.hits.map(\.name) == ["Gốm sứ Bát Tràng"])
            #expect(answer.corrected == "gom su bat trang")
            #expect(try await test.search("go").corrected == nil)
        }
    }

    @Test("tax codes are found in any writing, with their branches; one digit less finds nothing")
    func taxCodes() async throws {
        try await TestRegistry.run { test in
            let code = taxCode(7)
            try await test.establishment(name: "Chính", taxCode: code)
            try await test.establishment(name: "Chi nhánh", taxCode: code + "-001")
            #expect(try await test.names(code) == ["Chi nhánh", "Chính"])
            #expect(
                try await test.names(String(code.prefix(4)) + " " + code.dropFirst(4)) == [
                    "Chi nhánh", "Chính",
                ])
            #expect(try await test.names(code + "-001") == ["Chi nhánh"])
            #expect(try await test.names(code + "001") == ["Chi nhánh"])
            #expect(try await test.names(String(code.dropLast())) == [])
            #expect(try await test.search(code).hits.allSatisfy { $0.match == .code })
        }
    }

    @Test("telephone numbers are found in any writing by those who may read records, and by nobody else")
    func phones() async throws {
        try await TestRegistry.run { test in
            try await test.establishment(name: "Có điện thoại", ["phone": "0912 345 678"])
            try await test.establishment(
                name: "Hộ", legalForm: .household, ["tax_code": "001085012345", "phone": "02083855123"])
            for text in ["0912345678", "0912.345.678", "+84 912 345 678", "(0912) 345-678"] {
                #expect(try await test.names(text) == ["Có điện thoại"], "\(text)")
                #expect(try await test.names(text, as: .anybody) == [], "\(text)")
            }
            #expect(try await test.names("001085012345") == ["Hộ"])
            for text in [
                "001085012345", "i.001085012345", "p.0912345678", "p0912345678", "091234567", "00108501234",
            ] {
                #expect(try await test.names(text, as: .anybody) == [], "\(text)")
            }
            #expect(try await test.search("Hộ").hits.map(\.taxCode) == ["001085012345"])
            #expect(try await test.search("Hộ", as: .anybody).hits.map(\.taxCode) == [nil])
        }
    }

    @Test("places are found by their names then and now, what stands before them or not")
    func places() async throws {
        try await TestRegistry.run { test in
            // Tức Tranh, huyện Phú Lương; Vô Tranh since
            try await test.establishment(name: "Một", commune: "05641")
            // Phú Cường; split between Phú Xuyên and Phú Thịnh
            try await test.establishment(name: "Hai", commune: "05779")
            try await test.establishment(name: "Ba", commune: "05641", on: Day("2025-07-01"))
            #expect(try await test.names("xã Tức Tranh") == ["Một"])
            #expect(try await test.names("huyện Phú Lương, tỉnh Thái Nguyên") == ["Một"])
            #expect(try await test.names("vo tranh") == ["Ba", "Một"])
            #expect(try await test.names("Phú Xuyên") == ["Hai"])
            #expect(try await test.names("phu thinh thai nguyen") == ["Hai"])
        }
    }

    @Test("a unit narrows the search down to what lies in it today, by what became of its communes")
    func units() async throws {
        try await TestRegistry.run { test in
            try await test.establishment(name: "Chè Một", commune: "05641")
            let two = try await test.establishment(name: "Chè Hai", commune: "05503")
            try await test.product(of: two, name: "Chè đinh")
            try await test.establishment(name: "Chè Ba", commune: "05779")
            #expect(try await test.names(in: "05641") == ["Chè Một"])
            #expect(try await test.names(in: "05503") == ["Chè Hai", "Chè đinh"])
            // split: in neither half for certain
            #expect(try await test.names(in: "05773") == [])
            #expect(try await test.names(in: "05800") == [])
            let all = try await test.names(in: "19")
            #expect(Set(all) == ["Chè Một", "Chè Hai", "Chè đinh", "Chè Ba"])
            await expectRefusal("unknown-unit") { _ = try await test.names(in: "99999") }
        }
    }

    @Test(
        "nothing that is typed is taken for the language of the database",
        arguments: [
            "a & b | !c :*", "'gom' & 'x'", "gom\\", "gom'", "\"gom\"", "gom:*", "!gom", "(gom", "gom <-> su",
            "$1", "%", "_",
            "gom'::tsquery; DROP TABLE product; --", "n.gom", "⁂ gom 茶 🍵",
        ])
    func metacharacters(text: String) async throws {
        try await TestRegistry.run { test in
            try await test.establishment(name: "Gốm")
            do {
                let names = try await test.names(text)
                #expect(names.allSatisfy { $0 == "Gốm" })
            } catch let refusal as Refusal {
                #expect(refusal.violations.map(\.code) == ["search-empty"])
            } catch let violation as Violation {
                #expect(violation.code == "search-empty")
            }
        }
    }

    @Test("the best answers come first, closed ones last and marked")
    func ranking() async throws {
        try await TestRegistry.run { test in
            let closed = try await test.establishment(name: "Chè Tân Cương")
            try await test.establishment(name: "Hợp tác xã Chè Tân Cương")
            let other = try await test.establishment(
                name: "Cơ sở Hòa Bình", commune: "05503", ["industry": "Chè"])
            try await test.product(of: other, name: "Chè Tân Cương")
            try await test.product(of: other, name: "Chè Tân Cương đặc biệt")
            _ = try await test.registry.closeEstablishment(
                closed.id, on: test.today, because: "Giải thể", as: test.viewer)
            let hits = try await test.search("chè tân cương").hits
            #expect(
                hits.map(\.name) == [
                    "Chè Tân Cương", "Chè Tân Cương đặc biệt", "Hợp tác xã Chè Tân Cương", "Cơ sở Hòa Bình",
                    "Chè Tân Cương",
                ])
            #expect(hits.map(\.kind) == [.product, .product, .establishment, .establishment, .establishment])
            #expect(hits.map(\.match) == [.wholeName, .beginningOfName, .wordsOfName, .words, .wholeName])
            #expect(hits.map(\.closedOn) == [nil, nil, nil, nil, test.today])
            #expect(
                try await test.search("che tan cuong", SearchFilter(kind: .product, limit: 1)).hits.map(
                    \.name) == ["Chè Tân Cương"])
        }
    }

    @Test("products rank as closed when their establishment closes, and show a name as it is written now")
    func closing() async throws {
        try await TestRegistry.run { test in
            let closing = try await test.establishment(name: "Hòa Bình")
            let staying = try await test.establishment(name: "Yên Bình")
            let first = try await test.product(of: closing, name: "Bánh gai")
            try await test.product(of: staying, name: "Bánh gai Ninh Giang")
            #expect(try await test.names("banh gai") == ["Bánh gai", "Bánh gai Ninh Giang"])
            _ = try await test.registry.closeEstablishment(
                closing.id, on: test.today, because: "Giải thể", as: test.viewer)
            let hits = try await test.search("banh gai").hits
            #expect(hits.map(\.name) == ["Bánh gai Ninh Giang", "Bánh gai"])
            #expect(hits.map(\.closedOn) == [nil, test.today] && hits.last?.id == first.id)
            var changes = Fields<EstablishmentColumn>()
            changes[.name] = "YÊN BÌNH"
            _ = try await test.registry.editEstablishment(
                staying.id, changes: changes, on: test.today, today: test.today, as: test.viewer)
            #expect(try await test.search("banh gai").hits.first?.establishmentName == "YÊN BÌNH")
        }
    }

    @Test(
        "among equals what was recognised more often comes first, then Vietnamese order: a ă â b c d đ e ê … ư v x y"
    )
    func vietnameseOrder() async throws {
        try await TestRegistry.run { test in
            let letters = [
                "A", "Ă", "Â", "B", "C", "D", "Đ", "E", "Ê", "I", "O", "Ô", "Ơ", "U", "Ư", "V", "X", "Y",
            ]
            for letter in letters.reversed() { try await test.establishment(name: "Gốm \(letter)nh") }
            #expect(try await test.names("gom") == letters.map { "Gốm \($0)nh" })
            let maker = try await test.establishment(name: "Gốm Ynh", taxCode: taxCode(1))
            try await test.importAwards(
                AwardImportTests.header
                    + "Bình,Gốm Ynh,provincial,2019,19,1/QĐ,2019-06-01,\(taxCode(1)),,,,,,,\n")
            let best = try await test.search("gom").hits.first
            #expect(best?.id == maker.id && best?.awards == 1)
        }
    }

    @Test("the search follows edits, imports and redaction; forgotten words leave the vocabulary")
    func following() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Cũ kỹ", ["phone": "0912345678"])
            try await test.product(of: maker, name: "Bình hoa")
            #expect(try await test.names("binh cu ky") == ["Bình hoa"])
            var changes = Fields<EstablishmentColumn>()
            changes[.name] = "Mới tinh"
            changes[.phone] = ""
            _ = try await test.registry.editEstablishment(
                maker.id, changes: changes, on: test.today, today: test.today, as: test.viewer)
            #expect(try await test.names("cu ky") == [])
            #expect(try await test.names("0912345678") == [])
            #expect(try await test.names("binh hoa moi tinh") == ["Bình hoa"])
            let words = try SearchQuery("cũ kỹ mới tinh hoa")
            let known = try await test.asOwner {
                try SearchOpening(
                    words,
                    in: SearchRecords(
                        session: $0, kinds: SearchKind.allCases, places: nil, cap: 40, hidesUnpublished: true)
                ).known
            }
            #expect(known == ["moi", "tinh", "hoa"])
            #expect(try await test.search("cu ki").hits == [])
        }
    }

    @Test("what is not in the index yet is found like what is, and what a document lost is not")
    func settling() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Gốm Bát Tràng")
            try await test.product(of: maker, name: "Bình gốm 12345")
            let texts = [
                "gom bat trang", "binh gom", "bat trang binh", "bnh gom", "gom bat tra", "gom 12345",
                "gom 1234",
            ]
            var waiting: [[String]] = []
            for text in texts { waiting.append(try await test.names(text)) }
            #expect(waiting.allSatisfy { !$0.isEmpty })
            try await test.settle()
            for (text, names) in zip(texts, waiting) {
                #expect(try await test.names(text) == names, "\(text)")
            }
            #expect(try await test.names("gom 123") == [])
            #expect(try await test.names("gom binh 12345") == ["Bình gốm 12345"])
            var changes = Fields<EstablishmentColumn>()
            changes[.name] = "Sứ Chu Đậu"
            _ = try await test.registry.editEstablishment(
                maker.id, changes: changes, on: test.today, today: test.today, as: test.viewer)
            for _ in 0..<2 {
                #expect(try await test.names("gom bat trang") == [])
                #expect(try await test.names("binh chu dau") == ["Bình gốm 12345"])
                try await test.settle()
            }
        }
    }

    @Test("many records in one file are in the index when they are saved, a single one waits")
    func settledByNumber() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Một")
            #expect(try await test.waiting() == 1)
            try await test.asOwner { session in
                try session.beginAudit()
                try session.execute(
                    """
                    INSERT INTO product (establishment_id, name, name_folded, product_group)
                    SELECT \(maker.id), 'Chè ' || n, 'che ' || n, 'food' FROM generate_series(1, 64) n
                    """)
            }
            #expect(try await test.waiting() == 1)
            #expect(try await test.search("che 64").hits.map(\.name) == ["Chè 64"])
        }
    }

    @Test("a merged record is not found any more, the one that it went into is; undone, both are")
    func merged() async throws {
        try await TestRegistry.run { test in
            let kept = try await test.establishment(name: "Gốm Bát Tràng")
            let merged = try await test.establishment(name: "Gốm Bát Tràng Hai")
            _ = try await test.registry.mergeEstablishment(
                merged.id, into: kept.id, on: test.today, because: "trùng", today: test.today, as: test.viewer
            )
            #expect(try await test.names("gom bat trang") == ["Gốm Bát Tràng"])
            _ = try await test.registry.undoMerge(
                of: merged.id, on: test.today, because: "nhầm", today: test.today, as: test.viewer)
            #expect(try await test.names("gom bat trang") == ["Gốm Bát Tràng", "Gốm Bát Tràng Hai"])
        }
    }

    @Test("an officer of a province searches as the public does: no telephone of another province is found")
    func officer() async throws {
        try await TestRegistry.run { test in
            try await test.establishment(name: "Gốm Bát Tràng", ["phone": "0912345678"])
            try await test.account("lan")
            try await test.grant(.officer, in: "08", to: "lan")
            let officer = try await test.viewer("lan")
            #expect(try await test.names("0912345678", as: officer) == [])
            #expect(try await test.names("0912345678") == ["Gốm Bát Tràng"])
        }
    }

    @Test("a unit's new name, and what becomes of it, are found")
    func renamedUnit() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Một", commune: "05503", on: Day("2025-07-01"))
            try await test.product(of: maker, name: "Chè")
            _ = try await test.asProgram { session in
                try session.beginAudit()
                try session.execute(
                    "UPDATE unit SET name = 'Tân Lạ' WHERE code = '05503' AND upper(validity) IS NULL")
            }
            #expect(try await test.names("tan la") == ["Một", "Chè"])
            #expect(try await test.names("tan cuong") == [])
        }
    }

    @Test("writers do not wait for one another on the words that they have in common")
    func writersDoNotWait() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Chung một từ")
            let first = Database(url: test.database.url, poolSize: 1)
            let second = Database(url: test.database.url, poolSize: 1, statementTimeout: .seconds(20))
            let (written, mayCommit) = (Signal(), Signal())
            async let firstDone: Void = first.transaction { session in
                try session.insertProduct("chung mot tu", of: maker.id)
                written.give()
                mayCommit.wait()
            }
            await written.given()
            // fails by its time limit if it waits for the first
            let outcome = await Result {
                try await second.transaction { try $0.insertProduct("chung tu", of: maker.id) }
            }
            mayCommit.give()
            try await firstDone
            try outcome.get()
            await first.close()
            await second.close()
            #expect(try await test.names("chung tu").count == 3)
            let unsettled = try await test.asOwner {
                try $0.value("SELECT count(*) FROM search_word_change", as: Int64.self)
            }
            #expect(unsettled > 0, "the second writer waited or settled under the first one's feet")
            try await test.product(of: maker, name: "Chung")
            #expect(
                try await test.asOwner {
                    try $0.value("SELECT count(*) FROM search_word_change", as: Int64.self)
                } == 0)
        }
    }

    @Test("a product that is registered while its establishment gets another name is found by the new name")
    func renamedMeanwhile() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Lò gốm cũ")
            let first = Database(url: test.database.url, poolSize: 1)
            let second = Database(url: test.database.url, poolSize: 1, statementTimeout: .seconds(60))
            let (written, mayCommit) = (Signal(), Signal())
            async let firstDone: Void = first.transaction { session in
                try session.beginAudit()
                try session.execute(
                    """
                    UPDATE establishment SET name = 'Xưởng mới', name_folded = 'xuong moi', version = version + 1
                    WHERE establishment_id = \(maker.id)
                    """)
                written.give()
                mayCommit.wait()
            }
            await written.given()
            async let secondDone: Void = second.transaction { try $0.insertProduct("binh hoa", of: maker.id) }
            // without the wait for the first the second would be done by now, with the old name's words
            try await Task.sleep(for: .milliseconds(500))
            mayCommit.give()
            try await firstDone
            try await secondDone
            await first.close()
            await second.close()
            #expect(try await test.names("binh hoa xuong moi") == ["binh hoa"])
            #expect(try await test.names("binh hoa lo gom cu") == [])
        }
    }

    @Test("the database folds as the program does")
    func sameFold() async throws {
        try await TestRegistry.run { test in
            let texts = [
                "Khánh Hoà", "KHÁNH HÒA", "Đắk Lắk – Đà Nẵng", "Bà Rịa - Vũng Tàu", "Đ/c: số 5, ngõ 2", "",
                " ,. ", "ƯỚC ƠN",
                "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ",
                "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXYÁÀẢÃẠẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ",
                "“Chè” (đặc sản) & café",
            ]
            let units = try await test.asOwner {
                try $0.values("SELECT full_name FROM unit", as: String.self)
            }
            for text in texts + units {
                let folded = try await test.registry.database.read(.single) {
                    try $0.value("SELECT coalesce(search_folded(\(text)::text), '')", as: String.self)
                }
                #expect(folded == Folded(text).text, "\(text)")
            }
        }
    }

    @Test("the database takes letters out of words as the program does")
    func sameDeletions() async throws {
        try await TestRegistry.run { test in
            for word in ["a", "an", "anh", "trang", "aabb", "nghieng", "đ茶x"] {
                let deletions = try await test.asOwner {
                    try $0.value("SELECT word_deletions(\(word)::text)", as: [String].self)
                }
                #expect(Set(deletions) == Slip.deletions(of: word) && Set(deletions).count == deletions.count)
            }
        }
    }

    @Test("how many records are asked for has its limits, and only who may searches")
    func refused() async throws {
        try await TestRegistry.run { test in
            for limit in [0, -1, 201] {
                await expectRefusal("search-limit") {
                    _ = try await test.search("a", SearchFilter(limit: limit))
                }
            }
            await expectRefusal("not-permitted") { _ = try await test.search("a", as: .program) }
        }
    }
}

extension TestRegistry {
    fileprivate func search(
        _ text: String, _ filter: SearchFilter = SearchFilter(), as viewer: Viewer? = nil
    ) async throws -> SearchAnswer {
        try await registry.search(try SearchQuery(text), filter, on: today, as: viewer ?? self.viewer)
    }

    fileprivate func settle() async throws {
        try await asOwner {
            try $0.script("SELECT settle_postings('establishment', 1); SELECT settle_postings('product', 1)")
        }
    }

    /// How many documents are not in the index yet.
    fileprivate func waiting() async throws -> Int64 {
        try await asOwner {
            try $0.value(
                "SELECT (SELECT count(*) FROM establishment_unsettled) + (SELECT count(*) FROM product_unsettled)",
                as: Int64.self)
        }
    }

    fileprivate func names(in unit: String) async throws -> [String] {
        try await search("che", SearchFilter(unit: unit)).hits.map(\.name)
    }

    fileprivate func names(_ text: String, as viewer: Viewer? = nil) async throws -> [String] {
        try await search(text, as: viewer).hits.map(\.name)
    }
}

extension Session {
    fileprivate func insertProduct(_ folded: String, of establishment: Int64) throws {
        try beginAudit()
        try execute(
            """
            INSERT INTO product (establishment_id, name, name_folded, product_group)
            VALUES (\(establishment), \(folded), \(folded), 'food')
            """)
    }
}

/// Something that happened, for others to wait for.
private final class Signal: Sendable {
    private let isGiven = Mutex(false)

    func give() { isGiven.withLock { $0 = true } }

    /// On a connection's own thread. Gives up after a minute, so that a broken test ends.
    func wait() {
        for _ in 0..<60_000 where !isGiven.withLock({ $0 }) { usleep(1000) }
    }

    func given() async {
        for _ in 0..<60_000 where !isGiven.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(1)) }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
