export { changeArticle } from "./change-article";
export { createArticle } from "./create-article";
export { deleteArticle } from "./delete-article";
export { getArticle, listArticles, searchArticles } from "./list-articles";
export { relevantArticles } from "./relevant-articles";
