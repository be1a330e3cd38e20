"""Cleaning: raw rows in, typed clean tables out, built up column by column."""
