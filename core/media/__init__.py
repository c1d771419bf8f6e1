"""Sound and film of articles: taken in, written anew without what the telephone noted, shown with captions and transcript."""
