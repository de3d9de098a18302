import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Requests for booths")
struct BoothRequestTests {
    private static let plan = """
        code,x_m,y_m,width_m,depth_m,zone
        A01,0,0,3,3,Khu A
        A02,3,0,3,3,Khu A
        B01,0,20,3,3,Khu B

        """

    @Test(
        "requests are filed once, by id, tax code, external id or name; the same file again changes nothing")
    func filing() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(isOpen: false)
            try await test.importBooths(Self.plan, at: fair)
            let one = try await test.establishment(name: "Một", taxCode: taxCode(1))
            try await test.establishment(name: "Hai", externalID: "CS2")
            let file = """
                establishment_id,establishment_tax_code,establishment_external_id,tenant_kind,tenant_name,province_code,booths,adjacent,zones,other_zones,group,funds,from_date,to_date,filed_on
                ,\(taxCode(1)),,,,19,2,yes,Khu B|Khu A,no,food,national,2026-12-11,,2026-11-02
                ,,CS2,establishment,,,1,,,,,,,,2026-11-01
                ,,,department,Sở Công Thương Mẫu,08,3,no,,yes,,local,,2026-12-12,2026-11-01

                """
            #expect(try await test.requests(file, at: fair, dryRun: true).added == 3)
            #expect(try await test.requests(of: fair).isEmpty)
            #expect(try await test.requests(file, at: fair).added == 3)
            let filed = try await test.requests(of: fair)
            #expect(filed.map(\.tenantName) == ["Một", "Hai", "Sở Công Thương Mẫu"])
            #expect(filed[0].tenant == .establishment(one.id) && filed[0].province == "19")
            #expect(filed[0].zones == ["Khu B", "Khu A"] && !filed[0].takesOtherZones && filed[0].isAdjacent)
            #expect(filed[0].days.first == Day("2026-12-11") && filed[0].days.last == Day("2026-12-14"))
            #expect(filed[1].zones.isEmpty && filed[1].takesOtherZones && filed[1].productGroup == nil)
            #expect(filed[2].funds == .local && filed[2].days.last == Day("2026-12-12"))
            #expect(filed.allSatisfy { $0.state == .filed && $0.given.isEmpty && $0.missing == $0.booths })
            let again = try await test.requests(file, at: fair)
            #expect(again.unchanged == 3 && again.added == 0)
            #expect(try await test.requests(of: fair) == filed)
        }
    }

    @Test("everything that is wrong with any row is told at once, with row and column, and nothing is filed")
    func bad() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(isOpen: false)
            try await test.importBooths(Self.plan, at: fair)
            try await test.quotas("province_code,booths,group\n19,2,\n08,3,food\n", at: fair)
            let one = try await test.establishment(name: "Một")
            let closed = try await test.establishment(name: "Đã nghỉ")
            _ = try await test.registry.closeEstablishment(
                closed.id, on: Day("2026-11-01"), because: "Nghỉ", as: test.viewer)
            let file = """
                establishment_id,tenant_kind,tenant_name,province_code,booths,zones,group,funds,from_date,to_date,filed_on
                \(one.id),,,19,1,,,,,,2026-11-01
                \(one.id),,,19,2,,,,,,2026-11-01
                999,,,19,1,,,,,,2026-11-01
                \(closed.id),,,19,1,,,,,,2026-11-01
                ,sponsor,A,98,1,,,,,,2026-11-01
                ,sponsor,B,19,3,,,,,,2026-11-01
                ,sponsor,C,08,1,,,,,,2026-11-01
                ,sponsor,D,,1,Khu C,,,,,2026-11-01
                ,sponsor,Đ,,1,,,,2026-12-09,,2026-11-01
                ,sponsor,E,,1,,,,,2026-12-15,2026-11-01
                ,sponsor,G,,1,,,,,,2026-11-21
                ,,H,,1,,,,,,2026-11-01
                ,sponsor,I,,0,,x,local,,,1/11
                ,,,,1,,,,,,2026-11-01

                """
            let told = await expectRefusal(
                "booth-request-twice", "unknown-establishment", "establishment-closed", "unknown-unit",
                "booth-request-beyond-quota", "booth-quota-none", "unknown-zone", "booth-days", "booth-days",
                "booth-request-filed-on", "booth-request-tenant", "booths-wanted", "product-group-unknown",
                "booth-funds-province", "date-unreadable", "booth-request-tenant"
            ) { try await test.requests(file, at: fair) }
            #expect(told.map(\.place.row) == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 14, 14, 14, 15])
            #expect(
                told.map(\.place.column) == [
                    "establishment_id", "establishment_id", "establishment_id", "province_code", "booths",
                    "province_code", "zones", "from_date", "to_date", "filed_on", "tenant_kind", "booths",
                    "group", "province_code", "filed_on", "tenant_name",
                ])
            #expect(told[4].text.vi.contains("xin 3 gian hàng trong khi chỉ tiêu của tỉnh 19 là 2"))
            #expect(told[6].text.vi.contains("các khu: Khu A, Khu B"))
            #expect(try await test.requests(of: fair).isEmpty)
            let preview = try await test.registry.previewBoothRequests(
                try RecordFile<BoothRequestColumn>(csv: file), fair: fair.id, as: test.viewer,
                today: test.today)
            #expect(preview.count(.new) == 1 && preview.count(.duplicate) == 1 && preview.count(.wrong) == 12)
            #expect(preview.rows[0].name == "Một" && preview.rows[13].violations.count == 1)
        }
    }

    @Test(
        "a tenant has one open request; withdrawn for a reason, another may be filed, and every step is kept")
    func once() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let file = "tenant_kind,tenant_name,booths,filed_on\nsponsor,Ngân hàng Mẫu,1,2026-11-01\n"
            let larger = "tenant_kind,tenant_name,booths,filed_on\nsponsor,Ngân hàng Mẫu,2,2026-11-01\n"
            try await test.requests(file, at: fair)
            let told = await expectRefusal("booth-request-twice") {
                try await test.requests(larger, at: fair)
            }
            #expect(told[0].place.row == 2 && told[0].text.vi.contains("hãy rút đăng ký đó trước"))
            let first = try await test.requests(of: fair)[0]
            _ = try await test.registry.withdrawBoothRequest(
                first.id, because: "Xin thêm gian", as: test.viewer)
            await expectRefusal("booth-request-state") {
                _ = try await test.registry.withdrawBoothRequest(first.id, because: "x", as: test.viewer)
            }
            try await test.requests(larger, at: fair)
            let second = try await test.requests(of: fair)[1]
            let refused = try await test.registry.refuseBoothRequest(
                second.id, because: "Không đúng đối tượng", as: test.viewer)
            #expect(refused.state == .refused)
            let steps = try await test.registry.boothRequestHistory(first.id, as: test.viewer)
            #expect(steps.map(\.state) == [.filed, .withdrawn])
            #expect(steps.map(\.reason) == [nil, "Xin thêm gian"] && steps[1].actor == "kiểm thử")
            _ = try await test.registry.cancelFair(fair.id, because: "Bão", as: test.viewer)
            await expectRefusal("fair-state") { try await test.requests(file, at: fair) }
        }
    }

    @Test("a province's officer files for that province at another's fair, for no other, and refuses nobody")
    func otherProvince() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            try await test.account("tuyenquang")
            try await test.grant(.officer, in: "08", to: "tuyenquang")
            let officer = try await test.viewer("tuyenquang")
            func file(_ rows: String) async throws {
                _ = try await test.registry.importBoothRequests(
                    try RecordFile<BoothRequestColumn>(
                        csv: "tenant_kind,tenant_name,province_code,booths,filed_on\n" + rows),
                    fair: fair.id, as: officer, today: test.today)
            }
            let told = await expectRefusal("outside-territory", "outside-territory") {
                try await file(
                    "sponsor,A,08,1,2026-11-01\nsponsor,B,19,1,2026-11-01\nsponsor,C,,1,2026-11-01\n")
            }
            #expect(told.map(\.place.row) == [3, 4])
            try await file("sponsor,A,08,1,2026-11-01\n")
            let request = try await test.requests(of: fair)[0]
            await expectRefusal("outside-territory") {
                _ = try await test.registry.refuseBoothRequest(request.id, because: "x", as: officer)
            }
            _ = try await test.registry.withdrawBoothRequest(request.id, because: "x", as: officer)
        }
    }

    @Test(
        "of many who file for one tenant at once one does, and the database itself keeps a request as it was asked"
    )
    func races() async throws {
        try await TestRegistry.run(poolSize: 8) { test in
            let fair = try await test.openFair()
            let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                for count in 1...8 {
                    group.addTask {
                        do {
                            try await test.requests(
                                "tenant_kind,tenant_name,booths,filed_on\nsponsor,Một,\(count),2026-11-01\n",
                                at: fair)
                            return "filed"
                        } catch let refusal as Refusal { return refusal.violations[0].code }
                    }
                }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == "filed" }.count == 1)
            #expect(outcomes.filter { $0 == "booth-request-twice" }.count == 7)
            for (change, state, constraint) in [
                ("state = 'withdrawn', booths = 9", "23000", "booth_request_fixed"),
                ("state = 'partly-given'", "23514", "booth_request_waiting_place"),
                ("waiting_position = 1", "23000", "booth_request_state_step"),
            ] {
                await expectDatabaseError(state, constraint: constraint) {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.script("UPDATE booth_request SET \(change), version = version + 1")
                    }
                }
            }
        }
    }
}
