package floria.server.template;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import floria.engine.deployment.Request;
import floria.placement.Preferences;
import floria.placement.failover.Attempts;
import floria.server.problem.BadRequest;
import floria.server.problem.TooLarge;
import floria.server.value.Values;
import floria.tosca.source.Source;
import floria.tosca.source.WebAddress;
import floria.tosca.value.Value;

/** A template with its files and inputs, as clients send it. */
public record TemplateRequest(
        @Schema(description = "Of the deployment; else one is made from the template's file name.")
                @Nullable String name,
        @Schema(
                        description = "Path of the service template in files.",
                        example = "notebook.yaml",
                        requiredMode = Schema.RequiredMode.REQUIRED)
                @Nullable String template,
        @Schema(
                        description =
                                "The template's own files by their relative paths, and files of the"
                                        + " web that it imports by their addresses: the server"
                                        + " fetches none.",
                        requiredMode = Schema.RequiredMode.REQUIRED)
                @Nullable Map<String, @Nullable FileContent> files,
        @Schema(description = "Values of the template's inputs by name.")
                @Nullable Map<String, @Nullable Object> inputs,
        @Schema(description = "The only site to consider.") @Nullable String site,
        @Schema(description = "What the best placement is; by default money, time and risk.")
                @Nullable Wanted placement,
        @Schema(
                        description =
                                "Of the INDIGO contract: how many sites are tried in all; stands for"
                                        + " placement.attempts.",
                        minimum = "1")
                @Nullable Integer maxProvidersRetry,
        @Schema(
                        description =
                                "Of the INDIGO contract: how long further sites are tried; stands"
                                        + " for placement.attemptMinutes.",
                        minimum = "1")
                @Nullable Integer timeoutMins) {

    /** The most that all files of a template may have together. */
    public static final long LIMIT = 32L << 20;

    /** A file: text, or any bytes as Base64. */
    @SuppressWarnings("ArrayRecordComponent") // read once from JSON, never compared
    public record FileContent(@Nullable String text, byte @Nullable [] base64) {
        byte[] bytes(String path) {
            if (text != null && base64 == null) {
                return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            }
            if (base64 != null && text == null) {
                return base64;
            }
            throw new BadRequest(
                    "The field files." + path + " needs either text or base64, and not both.");
        }
    }

    /** What the engine takes. Fails with {@link BadRequest} and {@link TooLarge}. */
    public Request toRequest() {
        if (template == null || template.isBlank()) {
            throw new BadRequest(
                    "The field template is missing.", "It names the service template in files.");
        }
        Map<String, Source> sources = sources();
        if (!sources.containsKey(template)) {
            throw new BadRequest(
                    "The field files has no " + template + ", which the field template names.");
        }
        return new Request(
                Optional.ofNullable(name),
                template,
                sources,
                values(),
                Optional.ofNullable(site),
                placement == null ? Preferences.BALANCED : placement.preferences(),
                attempts(),
                placement == null ? Optional.empty() : placement.waiting());
    }

    /** As either way of saying it has it; both at once may contradict each other. */
    private Attempts attempts() {
        Optional<Wanted> wanted = Optional.ofNullable(placement);
        Attempts said = wanted.map(Wanted::bounds).orElse(Attempts.USUAL);
        return new Attempts(
                one(
                                "maxProvidersRetry",
                                maxProvidersRetry,
                                "attempts",
                                wanted.map(Wanted::attempts),
                                Wanted.MOST_ATTEMPTS)
                        .orElse(said.most()),
                one(
                                "timeoutMins",
                                timeoutMins,
                                "attemptMinutes",
                                wanted.map(Wanted::attemptMinutes),
                                Wanted.MOST_MINUTES)
                        .map(Duration::ofMinutes)
                        .orElse(said.time()));
    }

    /** A number of the INDIGO contract, where it is named; at most what is counted here. */
    private static Optional<Integer> one(
            String field, @Nullable Integer number, String ours, Optional<Integer> said, int most) {
        if (number == null) {
            return Optional.empty();
        }
        if (number < 1) {
            throw new BadRequest(
                    "The field " + field + " is " + number + ", which is less than 1.");
        }
        if (said.isPresent()) {
            throw new BadRequest(
                    "The fields " + field + " and placement." + ours + " both say the same.",
                    "Leave one of them out.");
        }
        return Optional.of(Math.min(number, most));
    }

    private Map<String, Source> sources() {
        Map<String, Source> sources = new LinkedHashMap<>();
        long size = 0;
        for (Map.Entry<String, @Nullable FileContent> file :
                Optional.ofNullable(files).orElse(Map.of()).entrySet()) {
            String path = file.getKey();
            FileContent content = file.getValue();
            boolean web = WebAddress.is(path);
            if (web && !WebAddress.of("", path).equals(Optional.of(path))) {
                throw new BadRequest(
                        "The address '" + path + "' in the field files is not in its plain form.",
                        "Write it like https://example.org/types.yaml: no user, no fragment.");
            }
            if (!web && !isPlain(path)) {
                throw new BadRequest(
                        "The path '" + path + "' in the field files is not a plain relative path.",
                        "Write it like scripts/start.sh: no leading slash, no '.', no '..'.");
            }
            if (content == null) {
                throw new BadRequest("The field files." + path + " is null.");
            }
            byte[] bytes = content.bytes(path);
            size += bytes.length;
            if (size > LIMIT) {
                throw new TooLarge(LIMIT);
            }
            sources.put(path, new Source(web ? path : "file:" + path, bytes));
        }
        return sources;
    }

    private Map<String, Value> values() {
        Map<String, Value> values = new LinkedHashMap<>();
        Optional.ofNullable(inputs)
                .orElse(Map.of())
                .forEach((input, value) -> values.put(input, Values.of("inputs." + input, value)));
        return values;
    }

    private static boolean isPlain(String path) {
        if (path.isEmpty() || path.indexOf('\\') >= 0 || path.chars().anyMatch(c -> c < ' ')) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
