package floria.cli.verb;

import java.time.Duration;
import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.screen.Style;
import floria.cli.screen.Table;
import floria.cli.screen.Texts;

/** Lists deployments. */
@Command(
        name = "ls",
        header = "List deployments, newest first.",
        footer = {
            "",
            "Examples:",
            "  floria ls",
            "  floria ls --all",
            "  floria ls --json | jq -r 'select(.status==\"failed\").name'"
        })
public final class Ls extends Verb {
    @Option(
            names = {"-a", "--all"},
            description = "Those that are gone, too.")
    private boolean all;

    public Ls(Surroundings around) {
        super(around);
    }

    @Override
    Exit run() {
        List<JsonNode> deployments = server().deployments(all);
        if (json()) {
            deployments.forEach(this::print);
            return Exit.OK;
        }
        if (deployments.isEmpty()) {
            screen().err().println("No deployments. `floria up FILE` makes one.");
            return Exit.OK;
        }
        Style style = screen().style();
        Table table = new Table("NAME", "STATUS", "AGE", "ID", "ERROR");
        for (JsonNode deployment : deployments) {
            table.row(
                    style.bold(Texts.plain(Json.text(deployment, "name"))),
                    style.state(Json.text(deployment, "status")),
                    Json.instant(deployment, "createdAt")
                            .map(at -> Duration.between(at, around().clock().instant()))
                            .map(Texts::age)
                            .orElse(""),
                    Json.text(deployment, "id"),
                    Texts.plain(Json.text(deployment, "error")));
        }
        table.print(screen(), "");
        return Exit.OK;
    }
}
