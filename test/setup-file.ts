import { newDatabase } from "./own-database";

// Every test file has a database of its own: loops and queues see only what the file made.
process.env.DATABASE_URL = await newDatabase();
