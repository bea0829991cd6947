package floria.cli.verb;

import java.io.PrintStream;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Failure;
import floria.cli.api.Json;
import floria.cli.screen.Screen;
import floria.cli.screen.Style;
import floria.cli.screen.Symbols;
import floria.tosca.problem.Report;

/** Failures as people and as programs read them. */
public final class Failures {

    private Failures() {}

    /** What went wrong, where and why, and what to do. */
    public static void print(PrintStream to, Style style, Screen screen, Failure failure) {
        if (!failure.problems().isEmpty()) {
            to.print(new Report(failure.sources(), style.enabled()).render(failure.problems()));
        }
        to.println(
                style.red(Symbols.of(screen).bad()) + " " + style.bold(visible(failure.message())));
        List<String> rejections = PlanView.rejections(failure.rejections());
        rejections.forEach(line -> to.println("    " + line));
        failure.hint().ifPresent(hint -> to.println("  " + visible(hint)));
    }

    /** {@code {"error":{…}}}. */
    public static ObjectNode json(Failure failure) {
        ObjectNode object = Json.object();
        ObjectNode error =
                object.putObject("error")
                        .put("code", failure.code())
                        .put("message", failure.message())
                        .put("exitCode", failure.exit().code());
        failure.hint().ifPresent(hint -> error.put("hint", hint));
        if (!failure.problems().isEmpty()) {
            error.set("problems", Json.problems(failure.problems()));
        }
        if (!failure.rejections().isEmpty()) {
            ArrayNode rejections = error.putArray("rejections");
            for (JsonNode rejection : failure.rejections()) {
                rejections.add(rejection);
            }
        }
        return object;
    }

    /** Lines stay lines; what else controls a terminal is taken out. */
    private static String visible(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
    }
}
