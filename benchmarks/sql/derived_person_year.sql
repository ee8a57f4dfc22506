-- The person-year as an analyst would write it for DuckDB.
WITH care AS (
    SELECT *, year(service_day) AS y FROM core_care_line_net
    WHERE year(service_day) BETWEEN 2022 AND 2023
      AND (booking_month // 100 - year(service_day)) * 12 + booking_month % 100 <= 24
), dispensing AS (
    SELECT *, year(service_day) AS y FROM core_dispensing_net
    WHERE year(service_day) BETWEEN 2022 AND 2023
      AND (booking_month // 100 - year(service_day)) * 12 + booking_month % 100 <= 24
), contact_lines AS (
    SELECT c.person_id, c.y, c.service_day, c.provider_id, c.quantity, n.kind = 'gp_contact' AS is_gp,
           n.kind = 'psychiatrist_contact' OR (n.kind <> 'gp_contact' AND q.code IS NOT NULL) AS is_psychiatrist
    FROM care c
    JOIN reference_nomenclature n
      ON n.code = c.nomenclature_code AND c.service_day >= n.valid_from
     AND c.service_day <= coalesce(n.valid_to, DATE '9999-12-31')
     AND n.kind IN ('gp_contact', 'specialist_contact', 'psychiatrist_contact')
    LEFT JOIN reference_qualification q
      ON q.code = c.provider_qualification AND q.is_psychiatrist AND c.service_day >= q.valid_from
     AND c.service_day <= coalesce(q.valid_to, DATE '9999-12-31')
), contact_days AS (
    SELECT person_id, y, sum(quantity) FILTER (is_gp) AS gp, sum(quantity) FILTER (NOT is_gp) AS specialist,
           sum(quantity) FILTER (is_psychiatrist) AS psychiatrist
    FROM contact_lines GROUP BY person_id, y, service_day, provider_id
), parts AS (
    SELECT person_id, y, count(*) FILTER (gp > 0) AS gp, count(*) FILTER (specialist > 0) AS specialist,
           count(*) FILTER (psychiatrist > 0) AS psychiatrist, 0 AS reimbursed, 0 AS copayment, 0 AS supplement,
           0 AS classic, 0 AS day, 0 AS nights
    FROM contact_days GROUP BY ALL
    UNION ALL
    SELECT person_id, y, 0, 0, 0, sum(reimbursed_cents), sum(copayment_cents), sum(supplement_cents), 0, 0, 0
    FROM care GROUP BY ALL
    UNION ALL
    SELECT person_id, y, 0, 0, 0, sum(reimbursed_cents), sum(copayment_cents), sum(supplement_cents), 0, 0, 0
    FROM dispensing GROUP BY ALL
    UNION ALL
    SELECT person_id, year, 0, 0, 0, 0, 0, 0, count(*) FILTER (stay_kind = 'classic'), count(*) FILTER (stay_kind = 'day'),
           sum(nights)
    FROM derived_stay WHERE year BETWEEN 2022 AND 2023 GROUP BY ALL
    UNION ALL
    SELECT person_id, year, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM derived_population_year WHERE year BETWEEN 2022 AND 2023
)
SELECT person_id, y::INT AS year, sum(gp)::BIGINT AS gp_contacts, sum(specialist)::BIGINT AS specialist_contacts,
       sum(psychiatrist)::BIGINT AS psychiatrist_contacts, sum(reimbursed)::BIGINT AS reimbursed_cents,
       sum(copayment)::BIGINT AS copayment_cents, sum(supplement)::BIGINT AS supplement_cents,
       sum(classic)::BIGINT AS classic_stays, sum(day)::BIGINT AS day_stays, sum(nights)::BIGINT AS hospital_nights
FROM parts GROUP BY ALL
