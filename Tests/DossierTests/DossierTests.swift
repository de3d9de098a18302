import Evidence
import Postgres
import Registry
import RuralIndustry
import TestPictures
import TestSupport
import Testing

@Suite("Dossiers on file")
struct DossierTests {
    @Test("a dossier fills up, and what it lacks is told by name until nothing does")
    func fillsUp() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let product = try await test.product(of: maker)
            let owner = DossierOwner.product(product.id)
            let empty = try await test.check(product, on: test.today)
            #expect(
                empty.lacks.map(\.code) == [
                    "paper-missing", "paper-missing", "paper-missing", "photographs-missing",
                ])
            #expect(empty.lacks.map(\.text.vi).contains { $0.contains("Phiếu đăng ký tham gia bình chọn") })
            try await test.add([Papers.photo(1)], to: owner)
            let one = try await test.check(product, on: test.today).lacks.last
            #expect(one?.text.en.contains("2 photographs missing: 3 needed, 1 there") == true)
            try await test.add(Papers.ofProduct.filter { $0.bytes != Papers.photo(1).bytes }, to: owner)
            let lacks = try await test.check(product, on: test.today).lacks
            #expect(lacks.count == 1 && lacks[0].text.en.contains("Legal-status certificate"))
            try await test.add([Papers.legalStatus], to: .establishment(maker.id))
            #expect(try await test.check(product, on: test.today).isComplete)
        }
    }

    @Test("the establishment's paper serves all its products, and nobody else's")
    func establishmentPapers() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let stranger = try await test.establishment(name: "Cơ sở Khác")
            try await test.add([Papers.legalStatus], to: .establishment(maker.id))
            let lists = [
                try await test.product(of: maker, name: "Chè"),
                try await test.product(of: maker, name: "Cà phê"),
                try await test.product(of: stranger, name: "Miến"),
            ]
            for (product, count) in zip(lists, [1, 1, 0]) {
                let papers = try await test.registry.dossier(of: .product(product.id), as: test.viewer)
                #expect(papers.count == count)
            }
            await expectRefusal("paper-kind-owner") {
                try await test.add([Papers.legalStatus], to: .product(lists[0].id))
            }
            await expectRefusal("paper-kind-owner") {
                try await test.add([Papers.photo()], to: .establishment(maker.id))
            }
        }
    }

    @Test(
        "on the day of its expiry a paper is valid; the day after it is named as expired, and not as missing too"
    )
    func expiry() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let product = try await test.product(of: maker)
            try await test.add(Papers.ofProduct, to: .product(product.id))
            try await test.add(
                [
                    Papers.pdf(
                        .legalStatus,
                        ["number": "17/GCN", "issued_on": "2020-02-03", "expires_on": "2026-12-31"])
                ], to: .establishment(maker.id))
            #expect(try await test.check(product, on: Day("2026-12-31")).isComplete)
            let after = try await test.check(product, on: Day("2027-01-01")).lacks
            #expect(after.map(\.code) == ["paper-expired"])
            #expect(after[0].text.vi.contains("số 17/GCN") && after[0].text.vi.contains("31/12/2026"))
            // before its issue it is no paper yet
            #expect(
                try await test.check(product, on: Day("2020-02-02")).lacks.map(\.code) == ["paper-missing"])
        }
    }

    @Test("the same bytes are stored once, whatever they are filed as, and once only in a dossier")
    func storedOnce() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let (one, other) = (
                DossierOwner.product(try await test.product(of: maker, name: "Chè").id),
                DossierOwner.product(try await test.product(of: maker, name: "Cà phê").id)
            )
            let added = try await test.add([Papers.photo()], to: one)
            try await test.add([Papers.photo()], to: other)
            var asOther = Papers.photo()
            asOther.fields[.kind] = "other"
            try await test.add([asOther], to: one)
            #expect(try await test.count("stored_file") == 1)
            await expectRefusal("paper-on-file") { try await test.add([Papers.photo()], to: one) }
            await expectRefusal("paper-on-file") {
                try await test.add([Papers.photo(1), Papers.photo(1)], to: one)
            }
            #expect(try await test.count("stored_file") == 1)
            // three times one photograph is one photograph; filed again after withdrawal it is there again
            _ = try await test.registry.withdrawPaper(added[0].id, because: "nhầm", as: test.viewer)
            try await test.add([Papers.photo()], to: one)
            #expect(try await test.count("stored_file") == 1)
        }
    }

    @Test("both hashes are kept: of the file as received and as stored; the stored one has no place in it")
    func hashes() async throws {
        try await TestRegistry.run { test in
            let product = try await test.product(of: try await test.establishment())
            let received = Picture().jpeg().withSegment(0xE1, CameraBlock.exif(orientation: 6))
            let paper = try await test.add(
                [IncomingPaper(Papers.fields(["kind": "photo"]), bytes: received)], to: .product(product.id))[
                    0]
            let stored = try await test.registry.paperFile(paper.id, as: test.viewer)
            #expect(
                paper.receivedSHA256 == SHA256Digest(of: received) && paper.sha256 == SHA256Digest(of: stored)
            )
            #expect(paper.size == stored.count && paper.mediaType == "image/jpeg")
            #expect(paper.paper.picture == Paper.Picture(width: 32, height: 48, isGrey: false))
            #expect(received.holds("GPS-THAI-NGUYEN") && !stored.holds("GPS"))
            #expect(paper.paper.advice.map(\.code) == ["photograph-small"])
        }
    }

    @Test("all papers of a folder are filed or none, with everything that is wrong told at its place")
    func allOrNone() async throws {
        try await TestRegistry.run { test in
            let product = try await test.product(of: try await test.establishment())
            var gif = Papers.photo()
            gif.bytes = Array("GIF89a".utf8)
            gif.place = Place(file: "papers.csv", row: 2)
            var scan = Papers.pdf(.photo)
            scan.place = Place(file: "papers.csv", row: 3)
            let late = Papers.pdf(
                .commendation, ["issued_on": "2026-11-21", "expires_on": "2026-01-01"])
            let told = await expectRefusal(
                "file-type-refused", "photograph-not-image", "date-in-future", "expiry-before-issue",
                "paper-kind-unknown"
            ) {
                try await test.add(
                    [
                        Papers.photo(1), gif, scan, late,
                        IncomingPaper(Papers.fields(["kind": "selfie"]), bytes: samplePDF()),
                    ], to: .product(product.id))
            }
            #expect(told.prefix(2).map(\.place.row) == [2, 3])
            #expect(try await test.count("dossier_paper") == 0)
            #expect(try await test.count("stored_file") == 0)
            #expect(try await test.add([Papers.photo()], to: .product(product.id), dryRun: true).count == 1)
            #expect(try await test.count("dossier_paper") == 0)
            await expectRefusal("unknown-product") {
                try await test.add([Papers.photo()], to: .product(9999))
            }
            await expectRefusal("unknown-paper") {
                _ = try await test.registry.paperFile(9999, as: test.viewer)
            }
            await expectRefusal("not-permitted") {
                _ = try await test.registry.addPapers(
                    [], to: .product(product.id), today: test.today, as: .anybody)
            }
        }
    }

    @Test("a paper is replaced by a new one and withdrawn once; both stay, with the reason")
    func replaced() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let owner = DossierOwner.establishment(maker.id)
            let old = try await test.add(
                [
                    Papers.pdf(
                        .foodSafety, text: "cũ",
                        [
                            "title": "ATTP", "issuer": "Sở Công Thương", "number": "1",
                            "expires_on": "2024-01-01",
                        ])
                ], to: owner)[0]
            let new = try await test.registry.replacePaper(
                old.id,
                with: Papers.pdf(.foodSafety, text: "mới", ["number": "2", "expires_on": "2030-01-01"]),
                because: "gia hạn", today: test.today, as: test.viewer)
            #expect(
                new.paper.title == "ATTP" && new.paper.issuer == "Sở Công Thương" && new.paper.number == "2")
            let before = try await test.registry.paper(old.id, as: test.viewer)
            #expect(before.replacedBy == new.id && before.withdrawnReason == "gia hạn")
            #expect(try await test.registry.dossier(of: owner, as: test.viewer).map(\.id) == [new.id])
            let told = await expectRefusal("paper-withdrawn") {
                _ = try await test.registry.withdrawPaper(old.id, because: "lần nữa", as: test.viewer)
            }
            #expect(told.first?.text.en.contains("replaced by \(new.id)") == true)
            // the same file again, to put right what was written of it
            let put = try await test.registry.replacePaper(
                new.id, with: Papers.pdf(.foodSafety, text: "mới", ["number": "2/2026"]), because: "sai số",
                today: test.today, as: test.viewer)
            #expect(put.sha256 == new.sha256 && put.paper.number == "2/2026")
        }
    }

    @Test("the list of a past day has what stood at its end")
    func asOf() async throws {
        try await TestRegistry.run { test in
            let product = try await test.product(of: try await test.establishment())
            let owner = DossierOwner.product(product.id)
            let paper = try await test.add([Papers.photo()], to: owner)[0]
            let day = paper.addedAt.vietnameseDay
            let list = { (day: Day?) in
                try await test.registry.dossier(of: owner, asOf: day, as: test.viewer).count
            }
            #expect(try await list(day) == 1)
            #expect(try await list(day.adding(days: -1)) == 0)
            _ = try await test.registry.withdrawPaper(paper.id, because: "nhầm", as: test.viewer)
            #expect(try await list(day) == 0)
            #expect(try await list(nil) == 0)
        }
    }
}
