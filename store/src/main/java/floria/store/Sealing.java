package floria.store;

import java.util.Map;

import floria.tosca.value.Value;

/** Values as the store keeps them: as JSON, with their secrets sealed for their deployment. */
final class Sealing {
    /** The fact that tells whether a key is the one that this store's secrets were sealed with. */
    static final String PROOF = "secrets-proof";

    private final Statements statements;
    private final Secrets secrets;
    private boolean proven;

    Sealing(Statements statements, Secrets secrets) {
        this.statements = statements;
        this.secrets = secrets;
    }

    String json(String deployment, Map<String, Value> values) {
        return statements.guarded(
                () -> new ValueJson(text -> seal(deployment, text), _ -> "").write(values));
    }

    /** The text sealed for {@code owner}: a deployment, or a webhook. */
    String seal(String owner, String text) {
        String sealed = secrets.seal(owner, text);
        if (!proven) {
            proven = true;
            int written =
                    statements.write(
                            "insert into fact (name, value) values (?, ?) on conflict (name) do"
                                    + " nothing",
                            PROOF,
                            secrets.proof());
            if (written == 0) {
                // A process on another machine may have made a key at the same time.
                secrets.check(
                        statements.require(
                                "proof of its key",
                                "select value from fact where name = ?",
                                row -> row.text("value"),
                                PROOF));
            }
        }
        return sealed;
    }
}
