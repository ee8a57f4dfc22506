"""The command line: one module a verb, put together here."""

import typer

from mutualis.cli import (
    atlas,
    audit,
    authorisation,
    calendar,
    catalogue,
    clean,
    codelists,
    demo,
    diagnoses,
    geometry,
    history,
    indicators,
    keys,
    linkage,
    nodes,
    pack,
    protect,
    providers,
    publication,
    release,
    retention,
    run,
    sample,
    scan,
    serve,
    staff,
    stages,
    study,
    synthesise,
    transfer,
    variables,
    zone,
)

VERBS = (
    demo.demo,
    synthesise.synthesise,
    pack.pack,
    stages.accept,
    stages.code,
    stages.load,
    stages.derive,
    stages.count,
    stages.publish,
    run.run,
    atlas.atlas,
    serve.serve,
    history.history,
    calendar.calendar,
    scan.scan,
    sample.sample,
    diagnoses.diagnoses,
    variables.variables,
    clean.clean,
)


def build() -> typer.Typer:
    app = typer.Typer(
        name="mutualis",
        help="The work of a national health-insurance data centre: from an insurer's parcel to a published figure.",
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_show_locals=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for verb in VERBS:
        app.command()(verb)
    app.add_typer(protect.app, name="protect")
    app.add_typer(nodes.app, name="nodes")
    app.add_typer(keys.app, name="keys")
    app.add_typer(codelists.app, name="codelists")
    app.add_typer(catalogue.app, name="catalogue")
    app.add_typer(indicators.app, name="indicators")
    app.add_typer(geometry.app, name="geometry")
    app.add_typer(authorisation.app, name="authorisation")
    app.add_typer(linkage.app, name="linkage")
    app.add_typer(release.app, name="release")
    app.add_typer(publication.app, name="publication")
    app.add_typer(study.app, name="study")
    app.add_typer(providers.app, name="providers")
    app.add_typer(audit.app, name="audit")
    app.add_typer(transfer.app, name="transfer")
    app.add_typer(zone.app, name="zone")
    app.add_typer(retention.app, name="retention")
    app.add_typer(staff.app, name="staff")
    return app
