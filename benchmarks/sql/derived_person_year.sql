-- The person-year (PATI) as an analyst would write it for DuckDB: care lines once, then person and year by full joins.
WITH care AS (
    SELECT l.person_id, year(l.service_day)::INT AS year, l.service_day, l.provider_id, l.quantity, l.days,
           l.reimbursed_cents, l.copayment_cents, l.supplement_cents, g.care_group, g.care_part, g.care_rank,
           CASE WHEN n.kind = 'gp_contact' THEN 'gp' WHEN n.kind IN ('specialist_contact', 'psychiatrist_contact') THEN 'specialist'
                WHEN n.kind = 'gmd' THEN 'gmd' ELSE g.care_group END AS family,
           coalesce(n.kind = 'psychiatrist_contact', false) OR coalesce(q.is_psychiatrist, false) AS is_psychiatrist,
           coalesce(q.is_emergency, false) AS is_emergency, coalesce(m.is_out_of_hours, false) AS is_out_of_hours
    FROM core_care_line_net l
    LEFT JOIN reference_nomenclature n
           ON n.code = l.nomenclature_code AND n.kind IN ('gp_contact', 'specialist_contact', 'psychiatrist_contact', 'gmd')
          AND l.service_day >= n.valid_from AND l.service_day <= coalesce(n.valid_to, DATE '9999-12-31')
    LEFT JOIN reference_care_group g
           ON g.code = l.nomenclature_code AND l.service_day >= g.valid_from
          AND l.service_day <= coalesce(g.valid_to, DATE '9999-12-31')
    LEFT JOIN reference_qualification q
           ON q.code = l.provider_qualification AND (q.is_psychiatrist OR q.is_emergency) AND l.service_day >= q.valid_from
          AND l.service_day <= coalesce(q.valid_to, DATE '9999-12-31')
    LEFT JOIN reference_moment m
           ON m.code = l.moment AND m.is_out_of_hours AND l.service_day >= m.valid_from
          AND l.service_day <= coalesce(m.valid_to, DATE '9999-12-31')
    WHERE year(l.service_day) BETWEEN 2021 AND 2023
      AND (l.booking_month // 100 - year(l.service_day)) * 12 + l.booking_month % 100 <= 24
), days AS (  -- what remains of a group on a day: of contacts by provider, of a nursing home by class
    SELECT person_id, year, family,
           CASE WHEN family IN ('gp', 'specialist', 'nursing', 'nursing_home', 'dental', 'physiotherapy', 'speech_therapy',
                                'laboratory', 'imaging') OR is_emergency THEN service_day END AS day,
           CASE WHEN family IN ('gp', 'specialist') THEN provider_id END AS provider_id,
           CASE WHEN family = 'nursing_home' THEN care_rank END AS care_rank,
           CASE WHEN family = 'nursing_home' THEN care_part END AS care_part,
           sum(quantity) AS quantity, sum(CASE WHEN family = 'nursing_home' THEN days END) AS billed_days,
           sum(CASE WHEN family = 'gp' AND care_group = 'gp_home_visit' THEN quantity END) AS home_visit,
           sum(CASE WHEN family = 'gp' AND care_group = 'gp_remote' THEN quantity END) AS remote,
           sum(CASE WHEN family = 'gp' AND is_out_of_hours THEN quantity END) AS out_of_hours,
           sum(CASE WHEN family = 'specialist' AND is_psychiatrist THEN quantity END) AS psychiatrist,
           sum(CASE WHEN is_emergency AND family IS DISTINCT FROM 'gp' THEN quantity END) AS emergency,
           sum(CASE WHEN family = 'nursing' AND care_part = 'toilet' THEN quantity END) AS toilet,
           sum(CASE WHEN family = 'nursing' AND care_part = 'forfait_a' THEN quantity END) AS forfait_a,
           sum(CASE WHEN family = 'nursing' AND care_part = 'forfait_b' THEN quantity END) AS forfait_b,
           sum(CASE WHEN family = 'nursing' AND care_part = 'forfait_c' THEN quantity END) AS forfait_c,
           sum(CASE WHEN family = 'nursing' AND care_part = 'palliative' THEN quantity END) AS palliative,
           sum(reimbursed_cents) AS reimbursed, sum(copayment_cents) AS copayment, sum(supplement_cents) AS supplement
    FROM care GROUP BY ALL
), practitioners AS (
    SELECT person_id, year, CASE WHEN family = 'gp' THEN provider_id END AS gp_id,
           count(*) FILTER (family = 'gp' AND quantity > 0) AS gp, count(*) FILTER (home_visit > 0) AS home_visits,
           count(*) FILTER (remote > 0) AS remote, count(*) FILTER (out_of_hours > 0) AS out_of_hours,
           count(*) FILTER (family = 'specialist' AND quantity > 0) AS specialist, count(*) FILTER (psychiatrist > 0) AS psychiatrist,
           count(DISTINCT day) FILTER (emergency > 0) AS emergency, count(*) FILTER (family = 'dental' AND quantity > 0) AS dental,
           count(*) FILTER (family = 'physiotherapy' AND quantity > 0) AS physiotherapy,
           count(*) FILTER (family = 'speech_therapy' AND quantity > 0) AS speech_therapy,
           count(*) FILTER (family = 'laboratory' AND quantity > 0) AS laboratory,
           count(*) FILTER (family = 'imaging' AND quantity > 0) AS imaging,
           count(*) FILTER (family = 'nursing' AND quantity > 0) AS nursing, count(*) FILTER (toilet > 0) AS toilet,
           count(*) FILTER (forfait_a > 0) AS forfait_a, count(*) FILTER (forfait_b > 0) AS forfait_b,
           count(*) FILTER (forfait_c > 0) AS forfait_c, count(*) FILTER (palliative > 0) AS palliative,
           sum(quantity) FILTER (family = 'orthodontics') AS orthodontics, sum(quantity) FILTER (family = 'gmd') AS files,
           sum(quantity) FILTER (family = 'medical_house') AS capitations, sum(billed_days) AS home_days,
           max({'day': day, 'care_rank': care_rank, 'care_part': care_part}) FILTER (billed_days > 0) AS last_home,
           sum(reimbursed) AS reimbursed, sum(copayment) AS copayment, sum(supplement) AS supplement
    FROM days GROUP BY ALL
), cared AS (
    SELECT person_id, year, true AS is_in_care, sum(gp) AS gp, sum(home_visits) AS home_visits, sum(remote) AS remote,
           sum(out_of_hours) AS out_of_hours, count(*) FILTER (gp_id IS NOT NULL AND gp > 0) AS providers,
           max(gp) FILTER (gp_id IS NOT NULL) AS most_seen, sum(specialist) AS specialist, sum(psychiatrist) AS psychiatrist,
           sum(emergency) AS emergency, sum(dental) AS dental, sum(orthodontics) AS orthodontics,
           sum(physiotherapy) AS physiotherapy, sum(speech_therapy) AS speech_therapy, sum(laboratory) AS laboratory,
           sum(imaging) AS imaging, sum(nursing) AS nursing, sum(toilet) AS toilet, sum(forfait_a) AS forfait_a,
           sum(forfait_b) AS forfait_b, sum(forfait_c) AS forfait_c, sum(palliative) AS palliative, sum(files) AS files,
           coalesce(sum(capitations) > 0, false) AS is_in_medical_house, sum(home_days) AS home_days, max(last_home) AS last_home,
           sum(reimbursed) AS reimbursed, sum(copayment) AS copayment, sum(supplement) AS supplement
    FROM practitioners GROUP BY ALL
), dispensed AS (
    SELECT person_id, year(service_day)::INT AS year, true AS is_in_pharmacy, sum(reimbursed_cents) AS drug_reimbursed,
           sum(copayment_cents) AS drug_copayment, sum(supplement_cents) AS drug_supplement
    FROM core_dispensing_net
    WHERE year(service_day) BETWEEN 2021 AND 2023
      AND (booking_month // 100 - year(service_day)) * 12 + booking_month % 100 <= 24
    GROUP BY ALL
), states AS (
    SELECT p.person_id, p.year, true AS is_in_population,
           c.code IS NOT NULL OR o.code IS NOT NULL OR coalesce(has_increased_child_allowance, false)
               OR coalesce(has_integration_allowance, false) OR coalesce(has_elderly_allowance, false)
               OR coalesce(has_disability_allowance, false) AS has_disability,
           coalesce(has_nursing_b, false) OR coalesce(has_nursing_c, false) OR coalesce(has_physiotherapy_e, false)
               OR coalesce(has_increased_child_allowance, false) OR coalesce(has_integration_allowance, false)
               OR coalesce(has_elderly_allowance, false) OR coalesce(has_third_party_help_old_1, false)
               OR coalesce(has_third_party_help_old_2, false) OR coalesce(has_third_party_help, false)
               OR coalesce(has_120_hospital_days, false) OR coalesce(has_6_admissions, false) AS has_dependency,
           p.unemployment_days, p.incapacity_days, p.invalidity_days
    FROM derived_population_year p
    LEFT JOIN reference_cg1 c
           ON c.code = p.cg1 AND c.status = 'disabled' AND p.reference_day >= c.valid_from
          AND p.reference_day <= coalesce(c.valid_to, DATE '9999-12-31')
    LEFT JOIN reference_disability_origin o
           ON o.code = p.disability_origin AND o.is_recognised AND p.reference_day >= o.valid_from
          AND p.reference_day <= coalesce(o.valid_to, DATE '9999-12-31')
    WHERE p.year BETWEEN 2021 AND 2023
), stayed AS (
    SELECT person_id, year, count(*) FILTER (stay_kind = 'classic') AS classic_stays,
           count(*) FILTER (stay_kind <> 'classic') AS day_stays,
           count(*) FILTER (stay_kind = 'classic' AND is_psychiatric) AS psychiatric_stays, sum(nights) AS nights
    FROM derived_stay WHERE year BETWEEN 2021 AND 2023 GROUP BY ALL
), taken AS (
    SELECT person_id, year, atc_code, sum(ddd_thousandths) AS ddd_thousandths
    FROM (SELECT person_id, year, atc_code, ddd_thousandths FROM derived_person_year_drug UNION ALL
          SELECT person_id, year, atc_code, ddd_thousandths FROM derived_person_year_hospital_drug)
    WHERE year BETWEEN 2021 AND 2023 AND len(atc_code) = 7
    GROUP BY ALL
), drugs AS (
    SELECT person_id, d.year, count(*) FILTER (ddd_thousandths >= m.least_ddd_thousandths) AS substances,
           count(*) FILTER (ddd_thousandths >= m.least_ddd_thousandths) >= max(m.least_substances::INT) AS is_many,
           count(*) FILTER (ddd_thousandths >= v.least_ddd_thousandths) >= max(v.least_substances::INT) AS is_very_many
    FROM taken d
    JOIN reference_medicine_group m
      ON m.code = 'polypharmacy' AND d.year BETWEEN year(m.valid_from) AND year(coalesce(m.valid_to, DATE '9999-12-31'))
    JOIN reference_medicine_group v
      ON v.code = 'excessive_polypharmacy' AND d.year BETWEEN year(v.valid_from) AND year(coalesce(v.valid_to, DATE '9999-12-31'))
    GROUP BY ALL
), quarters AS (
    SELECT person_id, quarter[:4]::INT AS year, sum(copayment_cents) AS copayment, sum(reimbursed_cents + copayment_cents) AS spent
    FROM derived_quarter_group GROUP BY person_id, quarter
), dear_years AS (
    SELECT person_id, q.year, count(*) FILTER (spent >= s.amount_cents) = 4 AS is_dear,
           coalesce(sum(copayment) >= max(f.amount_cents), false) AS is_shared
    FROM quarters q
    LEFT JOIN reference_chronic_threshold s
           ON s.code = 'status_quarter' AND q.year BETWEEN year(s.valid_from) AND year(coalesce(s.valid_to, DATE '9999-12-31'))
    LEFT JOIN reference_chronic_threshold f
           ON f.code = 'forfait_copayment' AND q.year BETWEEN year(f.valid_from) AND year(coalesce(f.valid_to, DATE '9999-12-31'))
    GROUP BY ALL HAVING is_dear OR is_shared
), granting AS (
    SELECT y.person_id, y.year, y.is_dear, y.is_dear AND coalesce(b.is_dear, false) AS is_second,
           y.is_shared AND coalesce(b.is_shared, false) AND coalesce(s.has_dependency, false) AS has_forfait
    FROM dear_years y
    LEFT JOIN dear_years b ON b.person_id = y.person_id AND b.year = y.year - 1
    LEFT JOIN states s ON s.person_id = y.person_id AND s.year = y.year
), active AS (
    SELECT *, is_second OR has_forfait AS grants,
           CASE WHEN coalesce(year - lag(year) OVER (PARTITION BY person_id ORDER BY year) <> 1, true) THEN year - 1 END AS missing
    FROM granting WHERE is_dear OR has_forfait
), keeping AS (
    SELECT *, max(missing) OVER (PARTITION BY person_id ORDER BY year ROWS UNBOUNDED PRECEDING) <= 1 + max(year) FILTER (grants) OVER (
        PARTITION BY person_id ORDER BY year ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS keeps
    FROM active
), chronic AS (
    SELECT person_id, year, bool_or(has_forfait) AS has_forfait, bool_or(has_status) AS has_status
    FROM (SELECT person_id, year, true AS has_forfait, false AS has_status FROM granting WHERE has_forfait
          UNION ALL SELECT person_id, year + 1, false, true FROM keeping WHERE grants OR keeps
          UNION ALL SELECT person_id, year + 2, false, true FROM keeping WHERE grants)
    GROUP BY ALL
)
SELECT person_id, year, coalesce(is_in_population, false) AS is_in_population, coalesce(is_in_care, false) AS is_in_care,
       coalesce(is_in_pharmacy, false) AS is_in_pharmacy, coalesce(gp, 0)::BIGINT AS gp_contacts,
       coalesce(home_visits, 0)::BIGINT AS gp_home_visits, coalesce(remote, 0)::BIGINT AS gp_remote_contacts,
       coalesce(out_of_hours, 0)::BIGINT AS gp_out_of_hours_contacts, coalesce(providers, 0)::BIGINT AS gp_providers,
       coalesce(most_seen, 0)::BIGINT AS most_seen_gp_contacts, coalesce(specialist, 0)::BIGINT AS specialist_contacts,
       coalesce(psychiatrist, 0)::BIGINT AS psychiatrist_contacts, coalesce(emergency, 0)::BIGINT AS emergency_contacts,
       coalesce(dental, 0)::BIGINT AS dental_contacts, coalesce(orthodontics, 0)::BIGINT AS orthodontic_acts,
       coalesce(physiotherapy, 0)::BIGINT AS physiotherapy_contacts, coalesce(speech_therapy, 0)::BIGINT AS speech_therapy_contacts,
       coalesce(laboratory, 0)::BIGINT AS laboratory_days, coalesce(imaging, 0)::BIGINT AS imaging_days,
       coalesce(nursing, 0)::BIGINT AS home_nursing_days, coalesce(toilet, 0)::BIGINT AS nursing_toilet_days,
       coalesce(forfait_a, 0)::BIGINT AS nursing_forfait_a_days, coalesce(forfait_b, 0)::BIGINT AS nursing_forfait_b_days,
       coalesce(forfait_c, 0)::BIGINT AS nursing_forfait_c_days, coalesce(palliative, 0)::BIGINT AS palliative_days,
       coalesce(files, 0)::BIGINT AS global_medical_files, coalesce(is_in_medical_house, false) AS is_in_medical_house,
       coalesce(home_days, 0)::BIGINT AS nursing_home_days, last_home.care_part AS nursing_home_class,
       coalesce(classic_stays, 0)::BIGINT AS classic_stays, coalesce(day_stays, 0)::BIGINT AS day_stays,
       coalesce(psychiatric_stays, 0)::BIGINT AS psychiatric_stays, coalesce(nights, 0)::BIGINT AS hospital_nights,
       (coalesce(reimbursed, 0) + coalesce(drug_reimbursed, 0))::BIGINT AS reimbursed_cents,
       (coalesce(copayment, 0) + coalesce(drug_copayment, 0))::BIGINT AS copayment_cents,
       (coalesce(supplement, 0) + coalesce(drug_supplement, 0))::BIGINT AS supplement_cents,
       coalesce(substances, 0)::BIGINT AS polypharmacy_substances, coalesce(is_many, false) AS is_polypharmacy,
       coalesce(is_very_many, false) AS is_excessive_polypharmacy, coalesce(has_disability, false) AS has_disability,
       coalesce(has_dependency, false) AS has_dependency, coalesce(has_forfait, false) AS has_chronic_forfait,
       coalesce(has_status, false) AS has_chronic_status, coalesce(unemployment_days, 0)::BIGINT AS unemployment_days,
       coalesce(incapacity_days, 0)::BIGINT AS incapacity_days, coalesce(invalidity_days, 0)::BIGINT AS invalidity_days
FROM cared
FULL JOIN dispensed USING (person_id, year)
FULL JOIN states USING (person_id, year)
FULL JOIN stayed USING (person_id, year)
FULL JOIN drugs USING (person_id, year)
LEFT JOIN chronic USING (person_id, year)
