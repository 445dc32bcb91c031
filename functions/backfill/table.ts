import * as z from 'zod';
import { dynamodbOfApp } from '../../layers/adapters/clients.ts';
import { createTableScan } from '../../layers/adapters/table-scan.ts';
import type { TableScan } from '../../layers/core/backfill/table-scan.ts';
import type { MessageMapping } from '../../layers/core/conversation/mapping.ts';
import { environment } from '../../layers/kit/environment.ts';

/** The app's table, from end to end. */
export const tableScan = (mapping: MessageMapping): TableScan =>
  createTableScan(dynamodbOfApp, environment({ MESSAGES_TABLE: z.string().min(1) }).MESSAGES_TABLE, mapping);
