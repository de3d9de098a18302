import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Officers' records of establishments")
struct EstablishmentDeskTests {
    private static let day = Day("2023-05-15")

    private static func run(
        _ body: @escaping @Sendable (TestRegistry, RunningSite, PersonBrowser) async throws -> Void
    ) async throws {
        try await TestRegistry.run { test in
            for (login, unit) in [("can.bo", "19"), ("can.bo.xa", "08")] {
                try await test.account(login)
                try await test.grant(.officer, in: unit, to: login, from: Day("2023-01-01"))
            }
            try await RunningSite.run(test.registry, on: day) { site in
                try await body(test, site, try await PersonBrowser.signedIn("can.bo", test, site, on: day))
            }
        }
    }

    private static func number(_ answer: HTTPAnswer) throws -> String {
        let location = try #require(answer.headers["location"])
        return String(try #require(location.firstMatch(of: /establishments\/([0-9]+)/)).1)
    }

    @Test(
        "an officer adds an establishment, finds it, edits it, sees its versions, merges it and takes that back"
    )
    func story() async throws {
        try await Self.run { test, _, officer in
            let form = [
                "name": "Mộc <i>Phú</i>", "legal_form": "enterprise",
                "commune_code": "xã Tân Cương, Thái Nguyên",
                "tax_code": taxCode(7), "capital_vnd": "1500000000",
            ]
            let wrong = try await officer.post(
                "/desk/establishments/new", form.merging(["labour": "mười"]) { $1 })
            #expect(wrong.status == 422 && wrong.body.contains("id=\"labour-error\""))
            #expect(wrong.body.contains("value=\"xã Tân Cương, Thái Nguyên\""))
            let id = try Self.number(try await officer.post("/desk/establishments/new", form))
            let address = "/desk/establishments/\(id)"
            let page = try await officer.get(address + "?done=added")
            #expect(page.body.contains("Mộc &lt;i&gt;Phú") && page.body.contains("1.500.000.000"))
            for search in ["name=moc", "name=M%E1%BB%99c", "tax_code=\(taxCode(7))", "legal_form=enterprise"]
            {
                #expect(
                    try await officer.get("/desk/establishments?" + search).body.contains(
                        "href=\"\(address)\""),
                    "\(search)")
            }
            #expect(
                !(try await officer.get("/desk/establishments?name=zzz").body.contains("href=\"\(address)\""))
            )
            let edited = try await officer.post(
                address + "/edit",
                form.merging([
                    "name": "Mộc Phú", "commune_code": "05503", "version": "1", "reason": "sửa tên",
                ]) { $1 })
            #expect(edited.status == 303)
            let versions = try await officer.get(address + "/versions")
            #expect(versions.body.contains("sửa tên") && versions.body.contains("<ins>Mộc Phú</ins>"))
            let other = try await test.establishment(name: "Mộc Phú Thái Nguyên")
            #expect(
                try await officer.post(
                    address + "/merge", ["into": "x", "date": "15/05/2023", "reason": "a"]
                ).status == 422)
            #expect(
                try await officer.post(
                    address + "/merge", ["into": "\(other.id)", "date": "15/05/2023", "reason": "một cơ sở"]
                ).status == 303)
            let merged = try await officer.get(address)
            #expect(merged.body.contains("Đã hợp nhất vào") && merged.body.contains(address + "/unmerge"))
            #expect(
                try await officer.post(address + "/unmerge", ["date": "15/05/2023", "reason": "nhầm"]).status
                    == 303)
            let early = try await officer.post(address + "/close", ["date": "", "reason": "nghỉ"])
            #expect(early.status == 422 && early.body.contains("id=\"date-error\""))
            #expect(
                try await officer.post(address + "/close", ["date": "15/05/2023", "reason": "nghỉ"]).status
                    == 303)
            #expect(try await officer.get(address).body.contains("Đã ngừng"))
            #expect(!(try await officer.get("/desk/establishments").body.contains("href=\"\(address)\"")))
            #expect(
                try await officer.get("/desk/establishments?closed=yes").body.contains("href=\"\(address)\""))
        }
    }

    @Test("a list goes on page by page, every record once")
    func pages() async throws {
        try await Self.run { test, _, officer in
            let rows = (0..<120).map { "Cơ sở \($0 % 7),household,05503,X\($0)" }.joined(separator: "\n")
            try await test.importEstablishments("name,legal_form,commune_code,external_id\n\(rows)\n")
            var seen: [String] = []
            var next: String? = "/desk/establishments?name=co+so"
            while let address = next {
                let page = try await officer.get(address)
                seen += page.body.matches(of: /href="\/desk\/establishments\/([0-9]+)"/).map { String($0.1) }
                next = page.body.firstMatch(of: /href="(\/desk\/establishments\?[^"]*after=[^"]*)"/).map {
                    String($0.1).replacing("&amp;", with: "&")
                }
            }
            #expect(seen.count == 120 && Set(seen).count == 120)
        }
    }

    @Test("another province's officer finds nothing, changes nothing, and is told where they may not add")
    func territory() async throws {
        try await Self.run { test, site, officer in
            let record = try await test.establishment(name: "Trong Tỉnh")
            let product = try await test.product(of: record, name: "Ghế")
            let stranger = try await PersonBrowser.signedIn("can.bo.xa", test, site, on: Self.day)
            #expect(!(try await stranger.get("/desk/establishments").body.contains("Trong Tỉnh")))
            for address in [
                "/desk/establishments/\(record.id)", "/desk/establishments/\(record.id)/edit",
                "/desk/establishments/\(record.id)/merge", "/desk/establishments/\(record.id)/close",
                "/desk/establishments/\(record.id)/versions", "/desk/products/\(product.id)",
                "/desk/products/\(product.id)/edit",
            ] {
                #expect(try await stranger.get(address).status == 404, "\(address)")
                #expect(try await officer.get(address).status == 200, "\(address)")
            }
            for address in ["edit", "merge", "close", "sites"] {
                let answer = try await stranger.post(
                    "/desk/establishments/\(record.id)/\(address)",
                    ["name": "Lấn", "date": "15/05/2023", "reason": "x"])
                #expect(answer.status == 404, "\(address)")
            }
            let added = try await stranger.post(
                "/desk/establishments/new",
                ["name": "Lấn", "legal_form": "household", "commune_code": "05503"])
            #expect(added.status == 422 && added.body.contains("id=\"commune_code-error\""))
            #expect(try await test.registry.establishments(on: Self.day, as: test.viewer).count == 1)
        }
    }

    @Test("a file is shown row by row before anything is written, and then imported as it was shown")
    func importing() async throws {
        try await Self.run { test, _, officer in
            let csv =
                "name;legal_form;commune_code;founded_on\nGỗ <b>Một</b>;household;05503;20/11/2001\nGỗ Hai;cooperative;05503;\n"
            let page = try await officer.upload(
                "/desk/establishments/import", [:], file: "file", named: "co-so.csv", Array(csv.utf8))
            #expect(page.status == 200 && page.body.contains("Gỗ &lt;b&gt;Một"), "\(page.status)")
            #expect(try await test.registry.establishments(on: Self.day, as: test.viewer).isEmpty)
            let content = String(
                try #require(page.body.firstMatch(of: /name="content" value="([^"]*)"/)).1
            ).replacing("&#x3D;", with: "=")
            let done = try await officer.post(
                "/desk/establishments/import/confirm", ["name": "co-so.csv", "content": content])
            #expect(done.status == 200 && done.body.contains("<dd>2</dd>"))
            #expect(try await test.registry.establishments(on: Self.day, as: test.viewer).count == 2)
            let wrong = try await officer.upload(
                "/desk/establishments/import", [:], file: "file", named: "sai.csv",
                Array("name,legal_form,commune_code\nSai,thuyen,99999\n".utf8))
            #expect(
                wrong.status == 422 && wrong.body.contains("legal_form:")
                    && !wrong.body.contains("name=\"content\""))
            for bytes in [Array("không phải bảng".utf8), [], [0x50, 0x4B, 3, 4, 0]] {
                let told = try await officer.upload(
                    "/desk/establishments/import", [:], file: "file", named: "../../x.csv", bytes)
                #expect(told.status == 422 && told.body.contains("id=\"file-error\""))
            }
            let forged = try await officer.post(
                "/desk/establishments/import/confirm", ["name": "x.csv", "content": "!!!"])
            #expect(forged.status == 422)
            let products = try await officer.upload(
                "/desk/products/import", [:], file: "file", named: "sp.csv",
                Array("name,group,establishment_id\nBàn,handicraft,1\n".utf8))
            #expect(products.status == 422)
        }
    }
}
