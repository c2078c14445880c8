const given = [
  'Abdalla',
  'Achieng',
  'Aisha',
  'Amani',
  'Benson',
  'Caroline',
  'Daniel',
  'Esther',
  'Fatuma',
  'George',
  'Halima',
  'Ibrahim',
  'Jane',
  'Joseph',
  'Kevin',
  'Leila',
  'Margaret',
  'Moses',
  'Mwanaidi',
  'Nadia',
  'Njeri',
  'Patrick',
  'Rashid',
  'Rehema',
  'Samuel',
  'Sarah',
  'Stephen',
  'Tabitha',
  'Wanjiku',
  'Yusuf',
] as const

const family = [
  'Abdi',
  'Athman',
  'Bakari',
  'Chege',
  'Hassan',
  'Kamau',
  'Karisa',
  'Kariuki',
  'Kazungu',
  'Kimani',
  'Maina',
  'Mbogo',
  'Mohamed',
  'Mutua',
  'Mwangi',
  'Mwinyi',
  'Ndung’u',
  'Njoroge',
  'Ochieng',
  'Odhiambo',
  'Omondi',
  'Onyango',
  'Otieno',
  'Salim',
  'Shaban',
  'Wafula',
  'Wambua',
  'Wekesa',
] as const

const businesses = [
  'St Mary Clinic',
  'Harbour Bakery',
  'Coral Guest House',
  'Likoni Garage',
  'Tudor Primary School',
  'Dhow Restaurant',
  'Mvita Laundry',
  'Old Town Pharmacy',
  'Palm Cold Store',
  'Jetty Workshop',
] as const

const streets = [
  'Mvita Road',
  'Digo Street',
  'Lighthouse Lane',
  'Palm Avenue',
  'Causeway',
  'Jetty Road',
  'Baobab Close',
  'Coral Street',
  'Station Road',
  'Market Lane',
] as const

const areas = ['Old Town', 'Tudor', 'Likoni', 'Changamwe', 'Nyali', 'Kizingo'] as const

/** A person's name; the first 840 differ. */
export function personName(n: number): string {
  return `${given[n % given.length]} ${family[(n + Math.floor(n / 84)) % family.length]}`
}

export function businessName(n: number): string {
  const round = Math.floor(n / businesses.length)
  return `${businesses[n % businesses.length]}${round === 0 ? '' : ` ${round + 1}`}`
}

export function addressOf(n: number): { address: string; area: string } {
  const area = areas[n % areas.length]!
  return { address: `Plot ${1 + ((n * 7) % 180)}, ${streets[n % streets.length]}, ${area}`, area }
}
