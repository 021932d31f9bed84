const head = `datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

`;

/** A schema of its own for everything that such schemas say differently than we do. */
export const prismaSamples = {
  shop: `${head}/// Who buys.
model User {
  id        Int       @id @default(autoincrement()) @map("user_id")
  /// Where bills go.
  email     String    @unique @db.VarChar(120)
  role      Role      @default(USER)
  balance   Decimal   @default(0) @db.Decimal(12, 2)
  tags      String[]  @default(["new"])
  born      DateTime? @db.Date
  points    BigInt    @default(5)
  photo     Bytes?
  place     Unsupported("point")?
  joined    DateTime  @default(now())
  createdAt DateTime  @default(now())
  updatedAt DateTime  @updatedAt
  posts     Post[]
  profile   Profile?
  following User[]    @relation("follow")
  followers User[]    @relation("follow")

  @@index([role, createdAt(sort: Desc)])
  @@map("users")
}

model Profile {
  id     String @id @default(cuid())
  bio    String
  userId Int    @unique
  user   User   @relation(fields: [userId], references: [id], onDelete: Cascade)
}

model Post {
  id         String     @id @default(uuid()) @db.Uuid
  title      String     @db.VarChar(200)
  author     User       @relation(fields: [author_id], references: [id])
  author_id  Int
  categories Category[]
  lines      Line[]

  @@unique([title, author_id])
}

model Category {
  name  String @id
  posts Post[]
}

model Line {
  number Int
  part   Int
  weight Float?
  post   Post?   @relation(fields: [postId], references: [id])
  postId String? @db.Uuid
  notes  Note[]

  @@id([number, part])
}

model Note {
  id     Int  @id
  number Int
  part   Int
  line   Line @relation(fields: [number, part], references: [number, part])
}

enum Role {
  USER
  ADMIN @map("administrator")
}
`,
  names: `${head}model Session {
  id        String    @id @default(uuid()) @db.Uuid
  status    String
  price     Float
  amount    Decimal
  clock     DateTime  @db.Time(0)
  address   String?   @db.Inet
  deletedAt DateTime?
  slug      String    @unique
  secret    String
}

model order_lines {
  id         String @id @default(uuid())
  class      String
  created_on DateTime @default(dbgenerated("now()"))
  quantity   Int @default(1)

  @@index([class], type: Hash)
}
`,
  elsewhere: `datasource db {
  provider = "mysql"
}

model Thing {
  id   Int    @id @default(autoincrement())
  name String @db.VarChar(50)
  data Json   @default("{}")

  @@fulltext([name])
}
`.replace("  @@fulltext([name])\n", ""),
  documents: `datasource db {
  provider = "mongodb"
}

type Address {
  street String
}

model Person {
  id      String  @id @default(auto()) @map("_id") @db.ObjectId
  address Address
}
`,
  circle: `${head}model Hen {
  id    Int @id
  egg   Egg @relation("from", fields: [eggId], references: [id])
  eggId Int
  eggs  Egg[] @relation("by")
}

model Egg {
  id    Int @id
  hen   Hen @relation("by", fields: [henId], references: [id])
  henId Int
  hens  Hen[] @relation("from")
}
`,
  nothing: head,
};
