import * as z from "zod";
import { errorCodes } from "./error-code.ts";

/** A code in what is read. */
export const errorCodeSchema = z.enum(errorCodes);
