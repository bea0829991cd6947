package floria.engine.deployment;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of deployments: what people type, and what sites take as labels. */
final class Names {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private Names() {}

    /** The name that was asked for, or one made from the template's file name. */
    static String of(Request request) {
        request.name()
                .filter(name -> !FORM.matcher(name).matches())
                .ifPresent(name -> {
                    throw new Refusal(
                            Refusal.Code.BAD_REQUEST,
                            "the name '" + name + "' cannot be used for a deployment",
                            "use up to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends");
                });
        return request.name().orElseGet(() -> fromFile(request.template()));
    }

    private static String fromFile(String template) {
        String file = template.substring(template.lastIndexOf('/') + 1);
        String stem = file.replaceFirst("\\.(ya?ml|csar|zip)$", "");
        String label =
                stem.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-+|-+$", "");
        String cut = label.substring(0, Math.min(label.length(), 63)).replaceAll("-+$", "");
        return cut.isEmpty() ? "deployment" : cut;
    }
}
