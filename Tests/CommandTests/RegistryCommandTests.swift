import Testing

@Suite("The registry on the command line, through a reorganisation", .serialized)
struct RegistryCommandTests {
    @Test("a province becomes a city: its wards stop being rural, its awards still count, its records go on")
    func story() async throws {
        try await Program.inTemporaryFolder { program in
            @discardableResult
            func done(_ line: String, sourceLocation: SourceLocation = #_sourceLocation) throws
                -> Program.Outcome
            {
                let outcome = try program.shell(line)
                #expect(outcome.status == 0, "\(line): \(outcome.errors)", sourceLocation: sourceLocation)
                return outcome
            }
            try program.write(
                """
                code,level,name,full_name,kind,parent_code,valid_from,valid_to
                07000,commune,Hồng Gai,Phường Hồng Gai,ward,22,2025-07-01,
                07001,commune,Quảng La,Xã Quảng La,commune,22,2025-07-01,

                """, to: "units.csv")
            try program.write(
                """
                product_name,establishment_name,level,year,issuer_code,decision_number,decision_date
                Gốm Ví Dụ,Cơ sở Ví Dụ,provincial,2024,22,1/QĐ-UBND,2024-10-10

                """, to: "awards.csv")
            try done("cnnt unit import units.csv")
            try done("cnnt award import awards.csv")
            let city =
                #"cnnt unit change 22 --on 2026-09-01 --act 36/2026/QH16 --kind city --full-name "Thành phố Quảng Ninh""#
            let tried = try done(city + " --dry-run")
            #expect(tried.output.contains("full_name,Tỉnh Quảng Ninh,Thành phố Quảng Ninh"))
            #expect(
                try done("cnnt unit show 22 --as-of 2026-09-01 --format csv").rows[0]["kind"] == "province")
            try done(city)
            #expect(
                try done("cnnt unit show 22 --as-of 2026-08-31 --format csv").rows[0]["kind"] == "province")
            #expect(try done("cnnt unit show 22 --as-of 2026-09-01 --format csv").rows[0]["kind"] == "city")
            let again = try done(city)
            #expect(again.errors.contains("đã được ghi"))
            let counted = try done("cnnt award count --by province --as-of 2026-11-20 --format csv").rows
            #expect(counted.map { $0["code"] } == ["22"] && counted.map { $0["awards"] } == ["1"])
            #expect(counted[0]["name"] == "Thành phố Quảng Ninh")

            let add =
                #"cnnt establishment add --legal-form household --commune-code 07000 --phone 0912345678 --format json"#
            try done(add + #" --name "Cơ sở Gốm Ví Dụ""#)
            let twin = try done(add + #" --name "Gốm Ví Dụ""#)
            #expect(twin.errors.contains("near-duplicate"))
            for (day, verdict) in [("2026-08-31", "yes"), ("2026-09-01", "no")] {
                let rows = try done("cnnt establishment eligibility 1 --as-of \(day) --format csv").rows
                #expect(rows[0]["verdict"] == verdict, "\(day)")
            }
            try done(#"cnnt establishment merge 2 1 --reason "trùng""#)
            #expect(try done("cnnt search gom vi du --format csv").rows.map { $0["id"] } == ["1"])
            try done(#"cnnt establishment redact 1 --act 5/QĐ --reason "theo yêu cầu""#)
            let difference = try done("cnnt establishment diff 1 1 2 --format csv").output
            #expect(difference.contains("đã xoá theo văn bản 5/QĐ") && !difference.contains("0912345678"))

            try done("cnnt establishment list --out ds.xlsx")
            #expect(try done("cnnt establishment import ds.xlsx --format csv").output.hasSuffix("0,0,1\n"))

            try done(#"cnnt user add lan --name "Nguyễn Thị Lan""#)
            try done("cnnt user grant lan --role officer --in 19")
            #expect(try done("cnnt establishment list --as-user lan --format csv").rows.isEmpty)
            let outside = try program.shell("cnnt establishment show 1 --as-user lan")
            #expect(outside.status == 1 && outside.errors.hasPrefix("error[outside-territory]"))
            #expect(
                try program.shell("CNNT_AS_USER=nobody cnnt unit list").errors.hasPrefix(
                    "error[unknown-account]"))

            try program.write("date,kind\n2026-09-02,holiday\n", to: "calendar.csv")
            try done("cnnt calendar import calendar.csv")
            let deadline = try done("cnnt calendar deadline 15 --from 2026-08-28 --format csv").rows
            #expect(deadline[0]["deadline"] == "2026-09-21")
            try done("cnnt audit seal")
            try done("cnnt audit verify")
            try done("cnnt check >checked.csv")
        }
    }
}
