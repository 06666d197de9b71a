"""Other offline models as readers: classifiers of the relation between two marked names, from a folder or the Hugging Face hub."""
