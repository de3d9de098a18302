import Postgres
import RuralIndustry

extension Session {
    /// Paper sheets that clerks typed and that never became submitted sheets, with the reason: their marks are no marks of the
    /// round, but whoever filled a sheet in must find it in the minutes.
    func untakenPaper(ofRound id: Int64, hasStages: Bool) throws -> [RoundMinutes.Marks.Untaken] {
        try query(
            """
            SELECT e.code AS entry, j.code AS judge, t.stage, count(*)::integer AS marks,
              array_agg(DISTINCT a.actor ORDER BY a.actor) AS actors, e.state <> 'accepted' AS is_out,
              EXISTS (SELECT FROM judge_conflict c
                WHERE c.judge_id = t.judge_id AND c.establishment_id = e.establishment_id) AS is_in_conflict
            FROM typed_mark t JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
              JOIN audit_event a ON a.audit_id = t.audit_id
            WHERE t.round_id = \(id) AND NOT EXISTS (
              SELECT FROM sheet_version v WHERE v.entry_id = t.entry_id AND v.stage = t.stage AND v.judge_id = t.judge_id
                AND v.version >= t.version)
            GROUP BY e.entry_id, j.judge_id, t.judge_id, t.stage ORDER BY e.code COLLATE "C", j.code COLLATE "C", t.stage
            """
        ) { row in
            let reason =
                try row("is_in_conflict", as: Bool.self)
                ? "giám khảo có xung đột lợi ích"
                : try row("is_out", as: Bool.self)
                    ? "sản phẩm không dự bình chọn nữa" : "hai bản gõ chưa thống nhất"
            return RoundMinutes.Marks.Untaken(
                entry: try row("entry"), judge: try row("judge"), stage: hasStages ? try row("stage") : nil,
                marks: try row("marks"), reason: reason, typedBy: try row("actors"))
        }
    }
}
