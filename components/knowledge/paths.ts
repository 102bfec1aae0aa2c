export const KNOWLEDGE_PATH = "/settings/knowledge-base";
export const articlePath = (id: string): string => `${KNOWLEDGE_PATH}/${id}`;
