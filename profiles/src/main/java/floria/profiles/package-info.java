/** The bundled profiles: type definitions for templates, with the scripts of their operations. */
@NullMarked
package floria.profiles;

import org.jspecify.annotations.NullMarked;
