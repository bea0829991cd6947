package floria.cli.verb;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

import floria.cli.api.Json;
import floria.cli.screen.Screen;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Report;

/** Prints the warnings that come with an answer. */
final class Problems {

    private Problems() {}

    static void warn(Screen screen, TemplateArguments.Wanted wanted, JsonNode answer) {
        List<Problem> problems = new ArrayList<>();
        for (JsonNode problem : answer.path("problems").values()) {
            problems.add(Json.problem(problem));
        }
        if (!problems.isEmpty()) {
            screen.err()
                    .print(
                            new Report(wanted.template().sources(), screen.errorStyle().enabled())
                                    .render(wanted.template().rebased(problems)));
        }
    }
}
