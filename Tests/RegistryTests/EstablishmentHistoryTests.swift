import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("Sites, eligibility and versions of establishments")
struct EstablishmentHistoryTests {
    @Test("a further site is recorded, told, closed and never deleted")
    func sites() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let site = try await test.site(of: maker, "05587", address: "Xóm Mẫu 9", makes: "Sấy chè")
            #expect(site.communeName == "Xã Bình Yên" && site.makes == "Sấy chè")
            await expectRefusal("site-exists") {
                try await test.site(of: maker, "05587", address: "Xóm Mẫu 9")
            }
            await expectRefusal("unknown-unit") { try await test.site(of: maker, "99999") }
            await expectRefusal("unknown-unit") { try await test.site(of: maker, "19") }
            await expectRefusal("date-in-future") {
                try await test.site(of: maker, "05602", from: Day("2026-11-21"))
            }
            let closed = try await test.registry.closeProductionSite(
                site.id, on: Day("2026-11-01"), because: "Chuyển đi", today: test.today, as: test.viewer)
            #expect(closed.version == 2 && closed.closedOn == Day("2026-11-01"))
            await expectRefusal("closed-already") {
                _ = try await test.registry.closeProductionSite(
                    site.id, on: test.today, because: "Nữa", today: test.today, as: test.viewer)
            }
            let open = try await test.registry.productionSites(of: maker.id, on: test.today, as: test.viewer)
            let before = try await test.registry.productionSites(
                of: maker.id, on: Day("2026-10-31"), as: test.viewer)
            #expect(open.isEmpty && before.map(\.id) == [site.id])
            let details = try await test.registry.establishmentDetails(
                maker.id, on: test.today, as: test.viewer)
            #expect(details.sites.map(\.closedReason) == ["Chuyển đi"])
        }
    }

    @Test("eligibility is read by the units of the day, through what became of the commune")
    func eligibility() async throws {
        try await TestRegistry.run { test in
            // Xã Phúc Thuận of a city became Phường Phúc Thuận of the province.
            let maker = try await test.establishment(commune: "05866")
            #expect(try await test.eligible(maker, Day("2023-05-15")) == [.commune])
            #expect(try await test.eligible(maker, Day("2025-08-01")) == [.wardWithoutDistrict])
            #expect(try await test.eligible(maker, Day("2025-10-15")) == [.wardOfProvince])
            // Xã Phú Cường was split between two communes, which agree.
            let split = try await test.establishment(commune: "05779")
            #expect(try await test.eligible(split, test.today) == [.communeOrSpecialZone])
            let found = try await test.registry.eligibility(of: split.id, on: test.today, as: test.viewer)
            #expect(found.sites.first?.units.count == 2 && found.eligibility.verdict == .yes)
            try await test.site(of: maker, "05587", from: Day("2024-01-01"))
            #expect(try await test.eligible(maker, Day("2023-12-31")) == [.commune])
            #expect(try await test.eligible(maker, Day("2025-08-01")) == [.wardWithoutDistrict, .commune])
            #expect(
                try await test.registry.eligibility(of: maker.id, on: Day("2025-08-01"), as: test.viewer)
                    .eligibility.verdict == .yes)
        }
    }

    @Test("a ward of a province that becomes a centrally-run city is out from that day")
    func newCity() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let maker = try await test.establishment(commune: "05866")
            // The change of kind is written by hand: this is about reading it.
            try await test.tamper { session in
                try session.script(
                    """
                    UPDATE unit SET validity = daterange(lower(validity), '2026-09-01') WHERE code = '19' AND upper_inf(validity);
                    INSERT INTO unit (level, code, name, full_name, kind, validity)
                    VALUES ('province', '19', 'Thái Nguyên', 'Thành phố Thái Nguyên', 'city', '[2026-09-01,)')
                    """)
            }
            #expect(try await test.eligible(maker, Day("2026-08-31")) == [.wardOfProvince])
            #expect(try await test.eligible(maker, Day("2026-09-01")) == [.wardOfNewCentralCity])
        }
    }

    @Test("versions are listed with who, when and why, shown, and compared")
    func versions() async throws {
        try await TestRegistry.run { test in
            let made = try await test.establishment(name: "Cũ", ["labour": "5"])
            var changes = Fields<EstablishmentColumn>()
            changes[.name] = "Mới"
            changes[.labour] = ""
            _ = try await test.registry.editEstablishment(
                made.id, changes: changes, because: "Đổi tên", on: test.today, today: test.today,
                as: test.viewer)
            let versions = try await test.registry.establishmentVersions(made.id, as: test.viewer)
            #expect(versions.map(\.version) == [1, 2] && versions.map(\.reason) == [nil, "Đổi tên"])
            #expect(versions.map(\.action) == ["establishment.add", "establishment.edit"])
            let first = try await test.registry.establishmentVersion(made.id, 1, as: test.viewer)
            #expect(first.values.first == .text("Cũ") && first.entry.actor == "kiểm thử")
            let difference = try await test.registry.establishmentDifference(
                made.id, from: 1, to: 2, as: test.viewer)
            #expect(
                difference == [
                    FieldChange(field: "name", before: .text("Cũ"), after: .text("Mới")),
                    FieldChange(field: "labour", before: .text("5"), after: .text(nil)),
                ])
            let back = try await test.registry.establishmentDifference(
                made.id, from: 2, to: 1, as: test.viewer)
            #expect(back.map(\.after) == difference.map(\.before))
            await expectRefusal("unknown-version") {
                _ = try await test.registry.establishmentVersion(made.id, 3, as: test.viewer)
            }
            let product = try await test.product(of: made, name: "Chè", ["markets": "a|b"])
            var edit = Fields<ProductColumn>()
            edit[.markets] = "a"
            _ = try await test.registry.editProduct(product.id, changes: edit, as: test.viewer)
            #expect(
                try await test.registry.productDifference(product.id, from: 1, to: 2, as: test.viewer)
                    == [FieldChange(field: "markets", before: .text("a|b"), after: .text("a"))])
            #expect(try await test.registry.productVersions(product.id, as: test.viewer).count == 2)
        }
    }

    // MARK: Registration numbers and near-duplicates

    @Test("a registration number is refused however it is written, unless a reason is given")
    func registration() async throws {
        try await TestRegistry.run { test in
            let first = try await test.establishment(["registration_number": "41A8 001.234"])
            let told = await expectRefusal("registration-taken") {
                try await test.establishment(name: "Khác", ["registration_number": "41a8-001234"])
            }
            #expect(told.first?.text.vi.contains("cơ sở số \(first.id)") == true)
            // Another legal form is another register.
            try await test.establishment(legalForm: .household, ["registration_number": "41A8001234"])
            var fields = Fields<EstablishmentColumn>()
            fields[.name] = "Huyện khác"
            fields[.legalForm] = "cooperative"
            fields[.communeCode] = "05587"
            fields[.registrationNumber] = "41A8001234"
            let shared = try await test.registry.addEstablishment(
                fields, sharing: "Huyện khác cấp", on: Day("2023-05-15"), today: test.today, as: test.viewer)
            // What it shares it keeps while the number stays; a third is refused still.
            var phone = Fields<EstablishmentColumn>()
            phone[.phone] = "0912345678"
            _ = try await test.registry.editEstablishment(
                shared.id, changes: phone, on: test.today, today: test.today, as: test.viewer)
            await expectRefusal("registration-taken") {
                try await test.establishment(name: "Ba", ["registration_number": "41A8001234"])
            }
            let rows = await expectRefusal("registration-taken", "twice-in-file", "registration-taken") {
                try await test.importEstablishments(
                    """
                    name,legal_form,commune_code,registration_number
                    Bốn,cooperative,05503,41.A8.001234
                    Năm,enterprise,05503,X-1
                    Sáu,enterprise,05503,x1
                    Bảy,household,05503,41A8001234
                    """)
            }
            #expect(rows.map(\.place.row) == [2, 4, 5])
            // The database holds it against a path that forgot to ask.
            await expectDatabaseError("23505", constraint: "establishment_registration_once") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO establishment (name, name_folded, legal_form, commune_unit_id, registration_number)
                        SELECT 'x', 'x', 'cooperative', commune_unit_id, ' 41a8.001234' FROM establishment LIMIT 1
                        """)
                }
            }
        }
    }

    @Test("near-duplicates are listed with their score and told at import")
    func duplicates() async throws {
        try await TestRegistry.run { test in
            let old = try await test.establishment(
                name: "Hợp tác xã Chè Mẫu Tân Cương", commune: "05503", ["phone": "0912345678"])
            let other = try await test.establishment(
                name: "HTX chè mau tan cuong", commune: "05503", on: Day("2026-01-01"))
            try await test.establishment(name: "Gốm Thử", commune: "05503")
            let pairs = try await test.registry.nearDuplicates(on: test.today, as: test.viewer)
            // The old commune and the new one of the same territory are one commune today.
            #expect(pairs.map { [$0.first.id, $0.second.id] } == [[old.id, other.id]])
            #expect(pairs.first?.score.total == 65)
            let ofOne = try await test.registry.nearDuplicates(of: other.id, on: test.today, as: test.viewer)
            #expect(ofOne == pairs)
            #expect(
                try await test.registry.nearDuplicates(within: "05587", on: test.today, as: test.viewer)
                    .isEmpty)
            #expect(
                try await test.registry.nearDuplicates(within: "19", on: test.today, as: test.viewer) == pairs
            )
            let counts = try await test.importEstablishments(
                """
                name,legal_form,commune_code,phone
                Lụa Mẫu,household,05587,
                Cơ sở Chè Mẫu Tân Cương,household,05503,0912345678
                """, dryRun: true)
            #expect(counts.added == 2 && !counts.warnings.isEmpty)
            #expect(counts.warnings.allSatisfy { $0.code == "near-duplicate" && $0.place.row == 3 })
        }
    }

    // MARK: Merges

    @Test("a merge is followed when reading, moves nothing, and is undone")
    func merge() async throws {
        try await TestRegistry.run { test in
            let old = try await test.establishment(name: "Cũ", taxCode: taxCode(1))
            let new = try await test.establishment(name: "Mới", taxCode: taxCode(2))
            let product = try await test.product(of: old, name: "Chè")
            try await test.importAwards(
                """
                product_name,establishment_name,level,year,issuer_code,decision_number,decision_date,establishment_tax_code
                Chè,Cũ,provincial,2022,19,1/QĐ-UBND,2022-06-01,\(taxCode(1))
                """)
            let merge = try await test.registry.mergeEstablishment(
                old.id, into: new.id, on: Day("2026-11-01"), because: "Một cơ sở ghi hai lần",
                today: test.today,
                as: test.viewer)
            #expect(merge.intoName == "Mới")
            func history(_ record: EstablishmentRecord, _ day: Day) async throws -> [String] {
                try await test.registry.awardHistory(.establishment(record.id), on: day, as: test.viewer)
                    .map(\.productName)
            }
            func products(_ record: EstablishmentRecord, _ day: Day) async throws -> [Int64] {
                var filter = ProductFilter()
                filter.establishment = record.id
                filter.day = day
                return try await test.registry.products(filter, as: test.viewer).map(\.id)
            }
            #expect(try await history(new, test.today) == ["Chè"])
            #expect(try await history(old, test.today) == ["Chè"])
            #expect(try await history(new, Day("2026-10-31")) == [])
            #expect(try await history(old, Day("2026-10-31")) == ["Chè"])
            #expect(try await products(new, test.today) == [product.id])
            #expect(try await products(new, Day("2026-10-31")) == [])
            let details = try await test.registry.establishmentDetails(
                old.id, on: test.today, as: test.viewer)
            #expect(details.mergedInto?.into == new.id && details.record.version == 1)
            let listed = try await test.registry.establishments(on: test.today, as: test.viewer).map(\.name)
            let before = try await test.registry.establishments(on: Day("2026-10-31"), as: test.viewer).map(
                \.name)
            #expect(listed == ["Mới"] && before == ["Cũ", "Mới"])
            // Nothing new on the merged record, by the use cases and by the database.
            let told = await expectRefusal("establishment-merged") {
                var changes = Fields<EstablishmentColumn>()
                changes[.labour] = "3"
                _ = try await test.registry.editEstablishment(
                    old.id, changes: changes, on: test.today, today: test.today, as: test.viewer)
            }
            #expect(told.first?.text.vi.contains("cơ sở số \(new.id)") == true)
            await expectRefusal("establishment-merged") { try await test.product(of: old, name: "Khác") }
            await expectRefusal("establishment-merged") { try await test.site(of: old, "05587") }
            await expectRefusal("establishment-merged") {
                _ = try await test.registry.closeEstablishment(
                    old.id, on: test.today, because: "Thử", as: test.viewer)
            }
            await expectDatabaseError("23000", constraint: "establishment_merged") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        "UPDATE establishment SET labour = 3, version = version + 1 WHERE establishment_id = \(old.id)"
                    )
                }
            }
            let undone = try await test.registry.undoMerge(
                of: old.id, on: Day("2026-11-15"), because: "Hai cơ sở", today: test.today, as: test.viewer)
            #expect(undone.undoneOn == Day("2026-11-15"))
            #expect(try await history(new, test.today) == [])
            #expect(try await history(new, Day("2026-11-14")) == ["Chè"])
            await expectRefusal("not-merged") {
                _ = try await test.registry.undoMerge(
                    of: old.id, on: test.today, because: "Nữa", today: test.today, as: test.viewer)
            }
            try await test.product(of: old, name: "Khác")
        }
    }

    @Test("chains are followed to their end and never come back")
    func chains() async throws {
        try await TestRegistry.run { test in
            var makers: [EstablishmentRecord] = []
            for name in ["A", "B", "C"] { makers.append(try await test.establishment(name: name)) }
            let (a, b, c) = (makers[0].id, makers[1].id, makers[2].id)
            try await test.merge(a, b)
            await expectRefusal("establishment-merged") { try await test.merge(c, a) }
            await expectRefusal("establishment-merged") { try await test.merge(a, c) }
            await expectRefusal("merge-cycle") { try await test.mergeByHand(b, a) }
            await expectRefusal("merge-itself") { try await test.merge(b, b) }
            try await test.merge(b, c)
            await expectRefusal("merge-cycle") { try await test.mergeByHand(c, a) }
            let records = try await test.asProgram {
                try $0.values(
                    "SELECT establishment_records(\(a), '2026-11-20') ORDER BY 1", as: Int64.self)
            }
            #expect(records == [a, b, c])
            let end = try await test.asProgram {
                try $0.value("SELECT establishment_on(\(a), '2026-11-20')", as: Int64.self)
            }
            #expect(end == c)
        }
    }

    @Test("of A into B and B into A at once one is refused; without its lock and look both would stand")
    func race() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let a = try await test.establishment(name: "A").id
            let b = try await test.establishment(name: "B").id
            #expect(await test.mergeBothWays(a, b).sorted() == ["done", "merge-cycle"])
        }
        try await TestRegistry.run(poolSize: 4, checksInvariants: false) { test in
            let a = try await test.establishment(name: "A").id
            let b = try await test.establishment(name: "B").id
            try await test.asOwner {
                try $0.script("DROP TRIGGER establishment_redirect_cycle ON establishment_redirect")
            }
            #expect(await test.mergeBothWays(a, b) == ["done", "done"])
            #expect(try await test.brokenInvariants().map(\.name) == ["establishment-redirects-end"])
        }
    }

    // MARK: Redaction

    @Test("contact data go from the record and from every version; history says by which act and when")
    func redaction() async throws {
        try await TestRegistry.run { test in
            let owner = try await test.establishment(
                legalForm: .household, taxCode: "019085012345",
                [
                    "phone": "0912345678", "email": "lienhe@vidu.vn", "representative": "Người Mẫu",
                    "address": "Xóm Mẫu 2", "industry": "Chè",
                ])
            try await test.site(of: owner, "05587", address: "Xóm Mẫu 9")
            var changes = Fields<EstablishmentColumn>()
            changes[.phone] = "0987654321"
            _ = try await test.registry.editEstablishment(
                owner.id, changes: changes, on: test.today, today: test.today, as: test.viewer)
            let redaction = try await test.redact(owner)
            #expect(
                redaction.fields == [
                    "address", "email", "phone", "production_site", "representative", "tax_code",
                ])
            let now = try await test.registry.establishment(owner.id, as: test.viewer)
            #expect(now.version == 3 && now.fields[.industry] == "Chè" && now.name == "Cơ sở Mẫu")
            for column in [EstablishmentColumn.phone, .email, .taxCode, .representative, .address] {
                #expect(now.fields[column] == nil)
            }
            let first = try await test.registry.establishmentVersion(owner.id, 1, as: test.viewer)
            #expect(first.values[EstablishmentColumn.phone.rawValue] == .redacted(redaction))
            #expect(
                first.values[EstablishmentColumn.phone.rawValue].text(in: .vietnamese)
                    == "đã xoá theo văn bản 12/QĐ ngày 20/11/2026")
            #expect(first.values[EstablishmentColumn.website.rawValue] == .text(nil))
            // Nothing of it is left anywhere in the version tables.
            let left = try await test.asOwner { session in
                try session.value(
                    """
                    SELECT count(*) FROM (
                      SELECT record FROM establishment_version UNION ALL SELECT record FROM production_site_version
                    ) AS v WHERE v.record::text ~ '0912345678|0987654321|lienhe|Người Mẫu|Xóm Mẫu|019085012345'
                    """, as: Int64.self)
            }
            #expect(left == 0)
            await expectRefusal("nothing-to-redact") { try await test.redact(owner) }
        }
    }

    @Test(
        "of an enterprise only telephone and e-mail go; a merged record is reached too; a dry run removes nothing"
    )
    func redactionOfEnterprise() async throws {
        try await TestRegistry.run { test in
            let firm = try await test.establishment(
                legalForm: .enterprise, taxCode: taxCode(1),
                ["phone": "0912345678", "representative": "Người Mẫu", "address": "Số 1"])
            let other = try await test.establishment(name: "Kia")
            try await test.merge(firm.id, other.id)
            let planned = try await test.redact(firm, dryRun: true)
            #expect(planned.fields == ["phone"])
            #expect(try await test.registry.establishment(firm.id, as: test.viewer).fields[.phone] != nil)
            try await test.redact(firm)
            let now = try await test.registry.establishment(firm.id, as: test.viewer)
            #expect(
                now.fields[.phone] == nil && now.fields[.address] == "Số 1"
                    && now.fields[.taxCode] == taxCode(1))
            await expectRefusal("nothing-to-redact") { try await test.redact(other) }
        }
    }

    @Test("the program's role can neither rewrite a version nor redact without the event of a redaction")
    func walls() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(["phone": "0912345678"])
            for statement in [
                "UPDATE establishment_version SET record = '{}'",
                "UPDATE production_site_version SET record = '{}'",
                "UPDATE redaction SET reason = 'khác'",
                "INSERT INTO redaction (establishment_id, act_number, redacted_on, reason, fields, version) VALUES (1, 'x', '2026-01-01', 'x', '{}', 1)",
            ] {
                await expectDatabaseError("42501") {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.script(statement)
                    }
                }
            }
            await expectDatabaseError("23000", constraint: "redaction_recorded") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute("SELECT redact_establishment(\(maker.id), 'x', '2026-01-01', 'x')")
                }
            }
        }
    }
}

extension TestRegistry {
    @discardableResult
    fileprivate func site(
        of maker: EstablishmentRecord, _ commune: String, address: String? = nil, makes: String? = nil,
        from: Day? = nil
    ) async throws -> ProductionSite {
        try await registry.addProductionSite(
            ProductionSiteDraft(communeCode: commune, address: address, makes: makes, openedOn: from),
            of: maker.id,
            on: Day("2023-05-15"), today: today, as: viewer)
    }

    fileprivate func eligible(_ maker: EstablishmentRecord, _ day: Day) async throws -> [EligibilityReason] {
        try await registry.eligibility(of: maker.id, on: day, as: viewer).eligibility.sites.map(\.reason)
    }

    fileprivate func merge(_ id: Int64, _ into: Int64) async throws {
        _ = try await registry.mergeEstablishment(
            id, into: into, on: today, because: "Trùng", today: today, as: viewer)
    }

    /// Past the questions of the use case, so that the database itself is asked.
    fileprivate func mergeByHand(_ id: Int64, _ into: Int64, pause: Double = 0) async throws {
        try await registry.change(.establishmentMerge, of: .one("establishment", id: id), as: viewer) {
            session in
            try session.execute(
                """
                INSERT INTO establishment_redirect (from_establishment_id, into_establishment_id, effective_on, reason)
                VALUES (\(id), \(into), '2026-11-20', 'Trùng')
                """)
            // the other transaction begins meanwhile
            try session.execute("SELECT pg_sleep(\(pause))")
        }
    }

    fileprivate func mergeBothWays(_ a: Int64, _ b: Int64) async -> [String] {
        await withTaskGroup(of: String.self) { group in
            for (from, into) in [(a, b), (b, a)] {
                group.addTask {
                    do {
                        try await self.mergeByHand(from, into, pause: 0.5)
                        return "done"
                    } catch let refusal as Refusal {
                        return refusal.violations.map(\.code).joined(separator: " ")
                    } catch {
                        return "\(error)"
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @discardableResult
    fileprivate func redact(_ maker: EstablishmentRecord, dryRun: Bool = false) async throws -> Redaction {
        try await registry.redactEstablishment(
            maker.id, act: "12/QĐ", on: today, because: "Theo yêu cầu", today: today, as: viewer,
            dryRun: dryRun)
    }
}
