-- Hospital stays as an analyst would write them for DuckDB.
WITH lines AS (
    SELECT l.person_id, l.institution_number AS hospital_number, l.service_day, l.quantity, l.is_correction, n.kind,
           l.reimbursed_cents, l.copayment_cents, l.supplement_cents,
           coalesce(l.admission_day, CASE WHEN n.kind IN ('day_price', 'day_hospital') THEN l.service_day END) AS first_day,
           coalesce(l.discharge_day, l.last_service_day) AS last_day
    FROM core_care_line_net l
    LEFT JOIN reference_nomenclature n
           ON n.code = l.nomenclature_code AND l.service_day >= n.valid_from
          AND l.service_day <= coalesce(n.valid_to, DATE '9999-12-31')
    WHERE l.institution_number IS NOT NULL
      AND (l.booking_month // 100 - year(l.service_day)) * 12 + l.booking_month % 100 <= 24
), segments AS (
    SELECT person_id, hospital_number, first_day, greatest(first_day, last_day) AS last_day,
           sum(quantity) FILTER (kind = 'day_price') AS day_prices, sum(quantity) FILTER (kind = 'day_hospital') AS lump_sums
    FROM lines WHERE first_day IS NOT NULL
    GROUP BY ALL HAVING count(*) FILTER (NOT is_correction) > 0
), starts AS (
    SELECT *, first_day > max(last_day) OVER (
        PARTITION BY person_id, hospital_number ORDER BY first_day, last_day
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS is_later
    FROM segments
), islands AS (
    SELECT *, sum(coalesce(is_later, true)::INT) OVER (
        PARTITION BY person_id, hospital_number ORDER BY first_day, last_day ROWS UNBOUNDED PRECEDING) AS episode
    FROM starts
), episodes AS (
    SELECT person_id, hospital_number, min(first_day) AS admission_day, max(last_day) AS discharge_day,
           coalesce(sum(day_prices), 0) AS day_prices, coalesce(sum(lump_sums), 0) AS lump_sums
    FROM islands GROUP BY person_id, hospital_number, episode
), stays AS (
    SELECT person_id, hospital_number, admission_day, discharge_day, if(day_prices > 0, 'classic', 'day') AS stay_kind
    FROM episodes
    WHERE (day_prices > 0 OR (lump_sums > 0 AND admission_day = discharge_day)) AND year(admission_day) BETWEEN 2022 AND 2023
), classic AS (SELECT * FROM stays WHERE stay_kind = 'classic'
), arrivals AS (
    SELECT person_id, admission_day AS day, min(hospital_number) AS low, max(hospital_number) AS high FROM classic GROUP BY ALL
), departures AS (
    SELECT person_id, discharge_day AS day, min(hospital_number) AS low, max(hospital_number) AS high FROM classic GROUP BY ALL
), moved AS (
    SELECT s.*,
           coalesce(stay_kind = 'classic' AND (a.low <> hospital_number OR a.high <> hospital_number), false) AS is_transfer_out,
           coalesce(stay_kind = 'classic' AND (d.low <> hospital_number OR d.high <> hospital_number), false) AS is_transfer_in
    FROM stays s
    LEFT JOIN arrivals a ON a.person_id = s.person_id AND a.day = s.discharge_day
    LEFT JOIN departures d ON d.person_id = s.person_id AND d.day = s.admission_day
), sums AS (
    SELECT s.*, count(*) AS line_count, sum(l.reimbursed_cents) AS reimbursed_cents, sum(l.copayment_cents) AS copayment_cents,
           sum(l.supplement_cents) AS supplement_cents,
           sum(l.supplement_cents) FILTER (kind IN ('fee', 'gp_contact', 'specialist_contact', 'psychiatrist_contact', 'lab',
               'imaging', 'surgery', 'nursing', 'physio', 'dental')) AS fee_supplement_cents,
           sum(l.supplement_cents) FILTER (kind IN ('room_single', 'room_double', 'room_common')) AS room_supplement_cents,
           max(CASE kind WHEN 'room_single' THEN 3 WHEN 'room_double' THEN 2 WHEN 'room_common' THEN 1 END)
               FILTER (NOT is_correction) AS room
    FROM moved s
    JOIN lines l ON l.person_id = s.person_id AND l.hospital_number = s.hospital_number
                AND l.service_day BETWEEN s.admission_day AND s.discharge_day
    GROUP BY ALL
)
SELECT person_id, hospital_number, admission_day, stay_kind, discharge_day, year(admission_day)::INT AS year,
       (discharge_day - admission_day)::INT AS nights,
       CASE room WHEN 3 THEN 'single' WHEN 2 THEN 'double' WHEN 1 THEN 'common' END AS room_type,
       is_transfer_in, is_transfer_out, line_count::BIGINT AS line_count, reimbursed_cents::BIGINT AS reimbursed_cents,
       copayment_cents::BIGINT AS copayment_cents, supplement_cents::BIGINT AS supplement_cents,
       coalesce(fee_supplement_cents, 0)::BIGINT AS fee_supplement_cents,
       coalesce(room_supplement_cents, 0)::BIGINT AS room_supplement_cents
FROM sums
