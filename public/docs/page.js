// Starts Swagger UI on the document of this server, in the colours that the visitor's system asks for.

const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", paint);
paint();

window.SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#document",
  deepLinking: true,
  filter: true,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  persistAuthorization: false,
  // No other host is asked about the document.
  validatorUrl: null,
  // Who is signed in can try calls as themselves.
  requestInterceptor: (request) => Object.assign(request, { credentials: "same-origin" }),
});
