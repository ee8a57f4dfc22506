-- Hospital stays as an analyst would write them for DuckDB.
WITH near AS (  -- lines that name a hospital or an emergency physician
    SELECT l.*, q.code IS NOT NULL AS is_emergency
    FROM core_care_line_net l
    LEFT JOIN reference_qualification q
           ON q.code = l.provider_qualification AND q.is_emergency AND l.service_day >= q.valid_from
          AND l.service_day <= coalesce(q.valid_to, DATE '9999-12-31')
    WHERE (l.institution_number IS NOT NULL OR q.code IS NOT NULL)
      AND (l.booking_month // 100 - year(l.service_day)) * 12 + l.booking_month % 100 <= 24
), emergencies AS (
    SELECT person_id, service_day FROM near WHERE is_emergency GROUP BY ALL HAVING sum(quantity) > 0
), atc_codes AS (
    SELECT value, valid_from, valid_to FROM reference_stay_marker WHERE points_to = 'malignancy' AND field = 'atc'
), products AS (
    SELECT c.code, greatest(c.valid_from, a.valid_from) AS valid_from,
           least(coalesce(c.valid_to, DATE '9999-12-31'), coalesce(a.valid_to, DATE '9999-12-31')) AS valid_to
    FROM reference_cnk c JOIN atc_codes a ON c.atc_code[:3] = a.value
), lines AS (
    SELECT l.person_id, l.institution_number AS hospital_number, l.service_day, l.quantity, l.is_correction, n.kind,
           b.component, l.reimbursed_cents, l.copayment_cents, l.supplement_cents, l.service_code,
           coalesce(n.kind IN ('day_price', 'day_hospital'), false) AS is_price,
           coalesce(l.admission_day, CASE WHEN n.kind IN ('day_price', 'day_hospital') THEN l.service_day END) AS first_day,
           coalesce(l.discharge_day, l.last_service_day) AS last_day,
           p.code IS NOT NULL AS is_drug, g.value IS NOT NULL AS is_group, a.value IS NOT NULL AS is_act
    FROM near l
    LEFT JOIN reference_nomenclature n
           ON n.code = l.nomenclature_code AND l.service_day >= n.valid_from
          AND l.service_day <= coalesce(n.valid_to, DATE '9999-12-31')
    LEFT JOIN reference_barometer_component b
           ON b.code = n.cost_group AND l.service_day >= b.valid_from
          AND l.service_day <= coalesce(b.valid_to, DATE '9999-12-31')
    LEFT JOIN products p ON p.code = l.cnk AND l.service_day BETWEEN p.valid_from AND p.valid_to
    LEFT JOIN reference_stay_marker g
           ON g.points_to = 'malignancy' AND g.field = 'cost_group' AND g.value = n.cost_group
          AND l.service_day >= g.valid_from AND l.service_day <= coalesce(g.valid_to, DATE '9999-12-31')
    LEFT JOIN reference_stay_marker a
           ON a.points_to = 'malignancy' AND a.field = 'nomenclature' AND a.value = l.nomenclature_code
          AND l.service_day >= a.valid_from AND l.service_day <= coalesce(a.valid_to, DATE '9999-12-31')
    WHERE l.institution_number IS NOT NULL AND l.person_id IS NOT NULL
), segments AS (
    SELECT person_id, hospital_number, first_day, greatest(first_day, last_day) AS last_day,
           coalesce(sum(quantity) FILTER (kind = 'day_price'), 0) AS day_prices,
           coalesce(sum(quantity) FILTER (kind = 'day_hospital'), 0) AS lump_sums
    FROM lines WHERE first_day IS NOT NULL
    GROUP BY ALL HAVING count(*) FILTER (NOT is_correction) > 0
), starts AS (
    SELECT *, first_day > max(last_day) OVER (
        PARTITION BY person_id, hospital_number ORDER BY first_day, last_day
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS is_later
    FROM segments
), islands AS (
    SELECT *, sum(coalesce(is_later, true)::INT) OVER (
        PARTITION BY person_id, hospital_number ORDER BY first_day, last_day ROWS UNBOUNDED PRECEDING) AS island
    FROM starts
), found AS (
    SELECT person_id, hospital_number, min(first_day) AS admission_day, max(last_day) AS discharge_day,
           CASE WHEN sum(day_prices) > 0 THEN 'classic' WHEN sum(lump_sums) > 0 AND min(first_day) = max(last_day) THEN 'day' END AS stay_kind,
           count(*) FILTER (day_prices > 0 OR lump_sums > 0) AS parts
    FROM islands GROUP BY person_id, hospital_number, island
), placed AS (  -- a stay within an earlier one is in a chain of its own
    SELECT *, coalesce(latest > admission_day AND latest >= discharge_day, false) AS is_within
    FROM (SELECT *, max(discharge_day) OVER (
              PARTITION BY person_id, stay_kind ORDER BY admission_day, discharge_day, hospital_number
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest
          FROM found WHERE stay_kind IS NOT NULL)
), moved AS (
    SELECT *,
           coalesce(stay_kind = 'classic' AND lag(hospital_number) OVER chain <> hospital_number
                    AND admission_day - lag(discharge_day) OVER chain BETWEEN 0 AND 1, false) AS is_transfer_in,
           coalesce(stay_kind = 'classic' AND lead(hospital_number) OVER chain <> hospital_number
                    AND lead(admission_day) OVER chain - discharge_day BETWEEN 0 AND 1, false) AS is_transfer_out
    FROM placed
    WINDOW chain AS (PARTITION BY person_id, stay_kind, is_within ORDER BY admission_day, discharge_day, hospital_number)
), chained AS (
    SELECT *, sum((NOT is_transfer_in)::INT) OVER (
        PARTITION BY person_id, stay_kind, is_within ORDER BY admission_day, discharge_day, hospital_number
        ROWS UNBOUNDED PRECEDING) AS episode
    FROM moved
), stays AS (
    SELECT *, min(admission_day) OVER whole AS episode_admission_day, max(discharge_day) OVER whole AS episode_discharge_day
    FROM chained
    WINDOW whole AS (PARTITION BY person_id, stay_kind, is_within, episode)
    QUALIFY year(admission_day) BETWEEN 2021 AND 2023
), days AS (
    SELECT person_id, hospital_number, service_day, count(*) AS line_count, sum(reimbursed_cents) AS reimbursed_cents,
           sum(copayment_cents) AS copayment_cents, sum(supplement_cents) AS supplement_cents,
           sum(reimbursed_cents + copayment_cents) FILTER (component = 'physician_fee') AS official_fee_cents,
           sum(supplement_cents) FILTER (component = 'physician_fee') AS fee_supplement_cents,
           sum(supplement_cents) FILTER (component = 'other_fee') AS other_fee_supplement_cents,
           sum(supplement_cents) FILTER (component = 'room') AS room_supplement_cents,
           sum(supplement_cents) FILTER (component = 'pharmacy') AS pharmacy_supplement_cents,
           sum(supplement_cents) FILTER (component = 'implant') AS implant_supplement_cents,
           sum(supplement_cents) FILTER (component = 'other' OR component IS NULL) AS other_supplement_cents,
           max(CASE kind WHEN 'room_single' THEN 3 WHEN 'room_double' THEN 2 WHEN 'room_common' THEN 1 END)
               FILTER (NOT is_correction) AS room,
           min(service_code) FILTER (is_price AND NOT is_correction) AS service_code,
           coalesce(sum(quantity) FILTER (is_drug) > 0, false) OR coalesce(sum(quantity) FILTER (is_group) > 0, false)
               OR coalesce(sum(quantity) FILTER (is_act) > 0, false) AS is_oncological
    FROM lines GROUP BY ALL
), sums AS (
    SELECT s.person_id, s.hospital_number, s.admission_day, s.stay_kind, sum(line_count) AS line_count,
           bool_or(is_oncological) AS is_oncological, max(room) AS room,
           arg_min(service_code, service_day) FILTER (service_code IS NOT NULL) AS service_code,
           sum(reimbursed_cents) AS reimbursed_cents, sum(copayment_cents) AS copayment_cents,
           sum(supplement_cents) AS supplement_cents, sum(official_fee_cents) AS official_fee_cents,
           sum(fee_supplement_cents) AS fee_supplement_cents, sum(other_fee_supplement_cents) AS other_fee_supplement_cents,
           sum(room_supplement_cents) AS room_supplement_cents, sum(pharmacy_supplement_cents) AS pharmacy_supplement_cents,
           sum(implant_supplement_cents) AS implant_supplement_cents, sum(other_supplement_cents) AS other_supplement_cents
    FROM stays s
    JOIN days d ON d.person_id = s.person_id AND d.hospital_number = s.hospital_number
               AND d.service_day BETWEEN s.admission_day AND s.discharge_day
    GROUP BY ALL
)
SELECT s.person_id, s.hospital_number, s.admission_day, s.stay_kind, s.discharge_day, year(s.admission_day)::INT AS year,
       (s.discharge_day - s.admission_day)::INT AS nights, s.parts, coalesce(h.kind = 'psychiatric', false) AS is_psychiatric,
       nullif(m.service_code, '') AS service_code,
       CASE room WHEN 3 THEN 'single' WHEN 2 THEN 'double' WHEN 1 THEN 'common' END AS room_type,
       coalesce(m.is_oncological, false) AS is_oncological,
       e.person_id IS NOT NULL OR f.person_id IS NOT NULL AS is_unplanned,
       is_transfer_in, is_transfer_out, episode_admission_day, episode_discharge_day,
       coalesce(line_count, 0)::BIGINT AS line_count, coalesce(reimbursed_cents, 0)::BIGINT AS reimbursed_cents,
       coalesce(copayment_cents, 0)::BIGINT AS copayment_cents, coalesce(supplement_cents, 0)::BIGINT AS supplement_cents,
       coalesce(official_fee_cents, 0)::BIGINT AS official_fee_cents,
       coalesce(fee_supplement_cents, 0)::BIGINT AS fee_supplement_cents,
       coalesce(other_fee_supplement_cents, 0)::BIGINT AS other_fee_supplement_cents,
       coalesce(room_supplement_cents, 0)::BIGINT AS room_supplement_cents,
       coalesce(pharmacy_supplement_cents, 0)::BIGINT AS pharmacy_supplement_cents,
       coalesce(implant_supplement_cents, 0)::BIGINT AS implant_supplement_cents,
       coalesce(other_supplement_cents, 0)::BIGINT AS other_supplement_cents
FROM stays s
LEFT JOIN sums m USING (person_id, hospital_number, admission_day, stay_kind)
LEFT JOIN reference_hospital h
       ON h.code = s.hospital_number AND s.admission_day >= h.valid_from
      AND s.admission_day <= coalesce(h.valid_to, DATE '9999-12-31')
LEFT JOIN emergencies e ON e.person_id = s.person_id AND e.service_day = s.admission_day
LEFT JOIN emergencies f ON f.person_id = s.person_id AND f.service_day = s.admission_day - 1
